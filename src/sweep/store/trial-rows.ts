import type { JsonObject } from "../../base/index.js";
import type { TrialRecord, TrialState } from "./trial-store.js";

/** A row of table `trial`, as any query of all its columns gives it. */
export interface TrialRow {
  readonly number: number;
  readonly run_id: string;
  readonly params: string;
  readonly values: string;
  readonly watermark: number;
  readonly state: string;
  readonly reason: string | null;
  readonly attempt: number;
  readonly loss: number | null;
  readonly value: number | null;
  readonly kind: string | null;
  readonly result: string | null;
  readonly told: number | null;
  readonly worker: string | null;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly duration_ms: number | null;
}

const NOTHING: JsonObject = Object.freeze({});

export function trialOf(row: TrialRow): TrialRecord {
  return {
    number: row.number,
    params: JSON.parse(row.params) as JsonObject,
    values: JSON.parse(row.values) as Record<string, number>,
    watermark: row.watermark,
    runId: row.run_id,
    state: row.state as TrialState,
    reason: row.reason,
    attempt: row.attempt,
    loss: row.kind === "nan" ? Number.NaN : row.loss,
    value: row.kind === "nan" ? Number.NaN : row.value,
    result: row.result === null ? NOTHING : (JSON.parse(row.result) as JsonObject),
    told: row.told,
    worker: row.worker,
    startedAtMs: row.started_at,
    endedAtMs: row.ended_at,
    durationMs: row.duration_ms,
  };
}

/** What column `kind` says of a value. */
export function kindOf(value: number | null): "number" | "nan" | null {
  if (value === null) return null;
  return Number.isNaN(value) ? "nan" : "number";
}

/** A number as a column holds it: SQLite would turn NaN into NULL silently. */
export function stored(value: number | null): number | null {
  return value === null || Number.isNaN(value) ? null : value;
}

/** Files that an attempt which counted left, until they are among its run's artifacts: column `scratch`. */
export interface Scratch {
  readonly outputDirectory: string | null;
  readonly logs: Readonly<Record<string, string>>;
}
