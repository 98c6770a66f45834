import type { Generated } from "kysely";

/*
 * The tables of the tracking room, as Kysely types them. The layout itself is in migrations.ts. Times are milliseconds
 * since the Unix epoch. Rows of a run hang on its small integer `run_key`, not on the 32 digits that users see.
 */

export type LifecycleStage = "active" | "deleted";

/** As MLflow names them. */
export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

interface ExperimentsTable {
  experiment_id: Generated<number>;
  name: string;
  /** Folder or URI under which the runs' artifacts lie; empty for `Default` until a store's artifact root is known. */
  artifact_location: string;
  lifecycle_stage: Generated<LifecycleStage>;
  creation_time_ms: number;
  last_update_time_ms: number;
}

interface ExperimentTagsTable {
  experiment_id: number;
  key: string;
  value: string;
}

interface RunsTable {
  run_key: Generated<number>;
  run_id: string;
  experiment_id: number;
  name: string;
  user_id: string;
  status: RunStatus;
  start_time_ms: number | null;
  end_time_ms: number | null;
  lifecycle_stage: Generated<LifecycleStage>;
  deleted_time_ms: number | null;
  artifact_uri: string;
  /** What tag `mlflow.parentRunId` says, kept beside it so that a parent's children come in order from one index. */
  parent_run_id: string | null;
}

/** Params and tags of a run alike. */
interface RunEntriesTable {
  run_key: number;
  key: string;
  value: string;
}

interface MetricKeysTable {
  key_id: Generated<number>;
  key: string;
}

/** A number, or NaN when `is_nan` is 1 (`value` is 0 then: SQLite has no NaN). Infinities are stored as they are. */
interface StoredValue {
  value: number;
  is_nan: 0 | 1;
}

interface MetricPointsTable extends StoredValue {
  run_key: number;
  key_id: number;
  step: number;
  timestamp_ms: number;
}

interface LatestMetricsTable extends StoredValue {
  run_key: number;
  key_id: number;
  step: number;
  timestamp_ms: number;
  /** Over all points that are not NaN; `null` while there is none. */
  min_value: number | null;
  max_value: number | null;
  point_count: number;
}

interface RegisteredModelsTable {
  model_key: Generated<number>;
  name: string;
  description: string;
  /** Highest number ever given to a version: numbers of deleted versions do not come again. */
  last_version: Generated<number>;
  creation_time_ms: number;
  last_updated_time_ms: number;
}

interface RegisteredModelTagsTable {
  model_key: number;
  key: string;
  value: string;
}

export type ModelVersionStatus = "READY" | "PENDING_REGISTRATION" | "FAILED_REGISTRATION";

interface ModelVersionsTable {
  model_key: number;
  version: number;
  source: string;
  run_id: string | null;
  status: ModelVersionStatus;
  current_stage: Generated<string>;
  description: string;
  creation_time_ms: number;
  last_updated_time_ms: number;
}

interface ModelVersionTagsTable {
  model_key: number;
  version: number;
  key: string;
  value: string;
}

interface RegisteredModelAliasesTable {
  model_key: number;
  alias: string;
  version: number;
}

export interface TrackingSchema {
  experiments: ExperimentsTable;
  experiment_tags: ExperimentTagsTable;
  runs: RunsTable;
  params: RunEntriesTable;
  tags: RunEntriesTable;
  metric_keys: MetricKeysTable;
  metric_points: MetricPointsTable;
  latest_metrics: LatestMetricsTable;
  registered_models: RegisteredModelsTable;
  registered_model_tags: RegisteredModelTagsTable;
  model_versions: ModelVersionsTable;
  model_version_tags: ModelVersionTagsTable;
  registered_model_aliases: RegisteredModelAliasesTable;
}
