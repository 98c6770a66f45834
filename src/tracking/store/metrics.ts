/** One measured value. NaN and the infinities are values. */
export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  /** An integer; may be negative, and may go backwards. */
  readonly step: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestampMs: number;
}

/** What is kept about one metric of one run beside its points. */
export interface LatestMetric {
  /** The value that counts as the newest: that of the greatest step, then the latest time, then the greatest value. */
  readonly value: number;
  readonly step: number;
  readonly timestampMs: number;
  /** Over all points that are not NaN; `null` when all are. */
  readonly min: number | null;
  readonly max: number | null;
  /** Number of points; one logged twice counts once. */
  readonly count: number;
}

/** A stored value back as a number. */
export function fromStored({ value, is_nan }: { value: number; is_nan: number }): number {
  return is_nan === 1 ? Number.NaN : value;
}

/** Whether `a` is newer than `b`, by MLflow's rule. At the same step and time a number beats NaN. */
export function isNewerPoint(a: MetricPoint, b: MetricPoint): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestampMs !== b.timestampMs) return a.timestampMs > b.timestampMs;
  return a.value > b.value || (Number.isNaN(b.value) && !Number.isNaN(a.value));
}
