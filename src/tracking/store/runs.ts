import type { Selectable } from "kysely";
import type { LatestMetric } from "./metrics.js";
import type { LifecycleStage, RunStatus, TrackingSchema } from "./schema.js";

/** A run without what was logged to it. */
export interface RunInfo {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly user: string;
  readonly status: RunStatus;
  /** `null` before it has started. */
  readonly startTimeMs: number | null;
  /** `null` before it has ended. */
  readonly endTimeMs: number | null;
  readonly lifecycleStage: LifecycleStage;
  readonly artifactUri: string;
  readonly parentRunId: string | null;
}

export interface Run extends RunInfo {
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, LatestMetric>>;
}

/** Longest values kept, as in MLflow; the rest is cut off. */
export const MAX_PARAM_LENGTH = 6000;
export const MAX_TAG_LENGTH = 8000;

/** Tags that are also columns of the run. */
export const RUN_NAME_TAG = "mlflow.runName";
export const PARENT_RUN_TAG = "mlflow.parentRunId";

export function toRunInfo(row: Selectable<TrackingSchema["runs"]>): RunInfo {
  return {
    runId: row.run_id,
    experimentId: String(row.experiment_id),
    name: row.name,
    user: row.user_id,
    status: row.status,
    startTimeMs: row.start_time_ms,
    endTimeMs: row.end_time_ms,
    lifecycleStage: row.lifecycle_stage,
    artifactUri: row.artifact_uri,
    parentRunId: row.parent_run_id,
  };
}
