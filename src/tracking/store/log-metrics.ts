import { SweepError } from "../../base/index.js";
import type { Bindable, Connection } from "../../database/index.js";
import { groupBy } from "./group-by.js";
import { insertRows, type RowInsert } from "./insert-rows.js";
import { isNewerPoint, type MetricPoint } from "./metrics.js";
import { requireRunKey } from "./run-key.js";

const INSERT_POINTS: RowInsert = {
  into: "INSERT INTO metric_points (run_key, key_id, step, timestamp_ms, value, is_nan) VALUES",
  columnCount: 6,
  // Named, unlike OR IGNORE, so that only a repeated point passes silently.
  onConflict: "ON CONFLICT (run_key, key_id, step, timestamp_ms, value, is_nan) DO NOTHING",
};

// In row comparisons `1 - is_nan` makes a number greater than NaN; `min` and `max` of SQLite are NULL if any operand is.
const IS_NEWER = `(excluded.step, excluded.timestamp_ms, 1 - excluded.is_nan, excluded.value)
  > (step, timestamp_ms, 1 - is_nan, value)`;
const FOLD_INTO_LATEST = `INSERT INTO latest_metrics
  (run_key, key_id, value, is_nan, step, timestamp_ms, min_value, max_value, point_count)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (run_key, key_id) DO UPDATE SET
    value = CASE WHEN ${IS_NEWER} THEN excluded.value ELSE value END,
    is_nan = CASE WHEN ${IS_NEWER} THEN excluded.is_nan ELSE is_nan END,
    step = CASE WHEN ${IS_NEWER} THEN excluded.step ELSE step END,
    timestamp_ms = CASE WHEN ${IS_NEWER} THEN excluded.timestamp_ms ELSE timestamp_ms END,
    min_value = coalesce(min(min_value, excluded.min_value), min_value, excluded.min_value),
    max_value = coalesce(max(max_value, excluded.max_value), max_value, excluded.max_value),
    point_count = point_count + excluded.point_count`;

interface SeriesKey {
  readonly runKey: number;
  readonly keyId: number;
}

/**
 * Adds metric points to a run and keeps each metric's newest, least and greatest value and number of points up to date.
 * A point logged twice counts once. Steps and times must be integers.
 */
export function logMetrics(connection: Connection, runId: string, points: readonly MetricPoint[]): void {
  if (points.length === 0) return;
  const runKey = requireRunKey(connection, runId);
  for (const [key, series] of groupBy(points, (point) => point.key)) {
    const seriesKey = { runKey, keyId: metricKeyId(connection, key) };
    const rows = series.map((point) => pointRow(seriesKey, point));
    const added = insertRows(connection, INSERT_POINTS, rows);
    if (added > 0) foldIntoLatest(connection, seriesKey, { series, added });
  }
}

function metricKeyId(connection: Connection, key: string): number {
  const known = connection.prepare("SELECT key_id FROM metric_keys WHERE key = ?").get<{ key_id: number }>(key);
  if (known !== undefined) return known.key_id;
  const added = connection
    .prepare("INSERT INTO metric_keys (key) VALUES (?) RETURNING key_id")
    .get<{ key_id: number }>(key);
  if (added === undefined) throw new SweepError("internal", `Metric key ${key} was not inserted`);
  return added.key_id;
}

function pointRow({ runKey, keyId }: SeriesKey, { key, value, step, timestampMs }: MetricPoint): readonly Bindable[] {
  if (!Number.isSafeInteger(step) || !Number.isSafeInteger(timestampMs)) {
    throw new SweepError("bad-argument", `Metric ${key}: step ${step} and time ${timestampMs} must be integers`);
  }
  return [runKey, keyId, step, timestampMs, ...storedValue(value)];
}

/** Columns `value` and `is_nan`. */
function storedValue(value: number): readonly [value: number, isNan: number] {
  return Number.isNaN(value) ? [0, 1] : [value, 0];
}

function foldIntoLatest(
  connection: Connection,
  { runKey, keyId }: SeriesKey,
  { series, added }: { series: readonly MetricPoint[]; added: number },
): void {
  const newest = series.reduce((best, point) => (isNewerPoint(point, best) ? point : best));
  let min: number | null = null;
  let max: number | null = null;
  for (const { value } of series) {
    if (Number.isNaN(value)) continue;
    min = min === null ? value : Math.min(min, value);
    max = max === null ? value : Math.max(max, value);
  }
  connection
    .prepare(FOLD_INTO_LATEST)
    .run(runKey, keyId, ...storedValue(newest.value), newest.step, newest.timestampMs, min, max, added);
}
