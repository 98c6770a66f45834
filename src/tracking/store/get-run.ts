import type { Kysely } from "kysely";
import { toRecord } from "./experiments.js";
import { latestMetrics } from "./latest-metrics.js";
import { type Run, toRunInfo } from "./runs.js";
import type { TrackingSchema } from "./schema.js";

/** A run with its params, tags and latest metrics, deleted ones included; `null` when there is none. */
export async function getRun(kysely: Kysely<TrackingSchema>, runId: string): Promise<Run | null> {
  const row = await kysely.selectFrom("runs").selectAll().where("run_id", "=", runId).executeTakeFirst();
  if (row === undefined) return null;
  const entriesOf = (table: "params" | "tags") =>
    kysely.selectFrom(table).select(["key", "value"]).where("run_key", "=", row.run_key).orderBy("key").execute();
  const params = toRecord(await entriesOf("params"));
  const tags = toRecord(await entriesOf("tags"));
  const metrics = (await latestMetrics(kysely, [runId])).get(runId) ?? {};
  return { ...toRunInfo(row), params, tags, metrics };
}
