import type { Kysely } from "kysely";
import { fromStored, type MetricPoint } from "./metrics.js";
import type { TrackingSchema } from "./schema.js";

/** All points of one metric of a run, by step, then time, then value; none when the run or the metric is unknown. */
export async function metricHistory(
  kysely: Kysely<TrackingSchema>,
  runId: string,
  key: string,
): Promise<readonly MetricPoint[]> {
  const rows = await kysely
    .selectFrom("metric_points")
    .select(["value", "is_nan", "step", "timestamp_ms"])
    .where("run_key", "=", (eb) => eb.selectFrom("runs").select("run_key").where("run_id", "=", runId))
    .where("key_id", "=", (eb) => eb.selectFrom("metric_keys").select("key_id").where("key", "=", key))
    .orderBy("step")
    .orderBy("timestamp_ms")
    .orderBy("value")
    .execute();
  return rows.map((row) => ({ key, value: fromStored(row), step: row.step, timestampMs: row.timestamp_ms }));
}
