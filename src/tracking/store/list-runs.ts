import type { Kysely } from "kysely";
import { parseExperimentId } from "./experiments.js";
import { type RunInfo, toRunInfo } from "./runs.js";
import type { TrackingSchema } from "./schema.js";

export interface ListRuns {
  readonly experimentId?: string;
  readonly parentRunId?: string;
  readonly limit: number;
}

/** Runs that are not deleted, the last started first, those not started yet at the end. */
export async function listRuns(
  kysely: Kysely<TrackingSchema>,
  { experimentId, parentRunId, limit }: ListRuns,
): Promise<readonly RunInfo[]> {
  let query = kysely
    .selectFrom("runs")
    .selectAll()
    .where("lifecycle_stage", "=", "active")
    .orderBy("start_time_ms", "desc")
    .orderBy("run_key", "desc")
    .limit(limit);
  // An id that is no number matches nothing, as an unknown one does.
  if (experimentId !== undefined) query = query.where("experiment_id", "=", parseExperimentId(experimentId) ?? -1);
  if (parentRunId !== undefined) query = query.where("parent_run_id", "=", parentRunId);
  return (await query.execute()).map(toRunInfo);
}
