import type { Kysely, Selectable } from "kysely";
import { groupBy } from "./group-by.js";
import { fromStored, type LatestMetric } from "./metrics.js";
import type { TrackingSchema } from "./schema.js";

// Far below the 32 766 values that one statement may bind.
const RUNS_PER_QUERY = 1000;

type MetricsOfRun = Readonly<Record<string, LatestMetric>>;

/** What is kept about each metric of the given runs: run id → metric name → metric. Runs without metrics are left out. */
export async function latestMetrics(
  kysely: Kysely<TrackingSchema>,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, MetricsOfRun>> {
  const metrics = new Map<string, MetricsOfRun>();
  for (let start = 0; start < runIds.length; start += RUNS_PER_QUERY) {
    const rows = await select(kysely, runIds.slice(start, start + RUNS_PER_QUERY));
    for (const [runId, ofRun] of groupBy(rows, (row) => row.run_id)) {
      metrics.set(runId, Object.fromEntries(ofRun.map((row) => [row.key, toLatestMetric(row)])));
    }
  }
  return metrics;
}

function toLatestMetric(row: Omit<Selectable<TrackingSchema["latest_metrics"]>, "run_key" | "key_id">): LatestMetric {
  return {
    value: fromStored(row),
    step: row.step,
    timestampMs: row.timestamp_ms,
    min: row.min_value,
    max: row.max_value,
    count: row.point_count,
  };
}

function select(kysely: Kysely<TrackingSchema>, runIds: readonly string[]) {
  return kysely
    .selectFrom("runs")
    .innerJoin("latest_metrics", "latest_metrics.run_key", "runs.run_key")
    .innerJoin("metric_keys", "metric_keys.key_id", "latest_metrics.key_id")
    .select(["runs.run_id", "metric_keys.key", "value", "is_nan", "step", "timestamp_ms"])
    .select(["min_value", "max_value", "point_count"])
    .where("runs.run_id", "in", runIds)
    .orderBy("metric_keys.key")
    .execute();
}
