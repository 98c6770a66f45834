import type { Migration } from "../../database/index.js";

const EXPERIMENTS = [
  `CREATE TABLE experiments (
    experiment_id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    artifact_location TEXT NOT NULL,
    lifecycle_stage TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle_stage IN ('active', 'deleted')),
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL
  )`,
  `INSERT INTO experiments (experiment_id, name, artifact_location, creation_time_ms, last_update_time_ms)
    SELECT 0, 'Default', '', now_ms, now_ms FROM (SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now_ms)`,
  `CREATE TABLE experiment_tags (
    experiment_id INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (experiment_id, key)
  ) WITHOUT ROWID`,
];

const RUNS = [
  `CREATE TABLE runs (
    run_key INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    experiment_id INTEGER NOT NULL REFERENCES experiments,
    name TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED')),
    start_time_ms INTEGER,
    end_time_ms INTEGER,
    lifecycle_stage TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle_stage IN ('active', 'deleted')),
    deleted_time_ms INTEGER,
    artifact_uri TEXT NOT NULL,
    parent_run_id TEXT
  )`,
  "CREATE INDEX runs_by_start ON runs (experiment_id, start_time_ms)",
  "CREATE INDEX runs_by_parent ON runs (parent_run_id, start_time_ms) WHERE parent_run_id IS NOT NULL",
  ...["params", "tags"].map(
    (table) => `CREATE TABLE ${table} (
      run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run_key, key)
    ) WITHOUT ROWID`,
  ),
];

// A point is its whole row, as in MLflow: two values at one step are two points, the same point twice is one.
const METRICS = [
  "CREATE TABLE metric_keys (key_id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE)",
  `CREATE TABLE metric_points (
    run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    key_id INTEGER NOT NULL REFERENCES metric_keys,
    step INTEGER NOT NULL,
    timestamp_ms INTEGER NOT NULL,
    value REAL NOT NULL,
    is_nan INTEGER NOT NULL,
    PRIMARY KEY (run_key, key_id, step, timestamp_ms, value, is_nan)
  ) WITHOUT ROWID`,
  `CREATE TABLE latest_metrics (
    run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    key_id INTEGER NOT NULL REFERENCES metric_keys,
    value REAL NOT NULL,
    is_nan INTEGER NOT NULL,
    step INTEGER NOT NULL,
    timestamp_ms INTEGER NOT NULL,
    min_value REAL,
    max_value REAL,
    point_count INTEGER NOT NULL,
    PRIMARY KEY (run_key, key_id)
  ) WITHOUT ROWID`,
  // Numbers before NaN, so that this is also the order in which runs are shown by a metric.
  "CREATE INDEX latest_metrics_by_value ON latest_metrics (key_id, is_nan, value)",
];

const REGISTRY = [
  `CREATE TABLE registered_models (
    model_key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    last_version INTEGER NOT NULL DEFAULT 0,
    creation_time_ms INTEGER NOT NULL,
    last_updated_time_ms INTEGER NOT NULL
  )`,
  `CREATE TABLE registered_model_tags (
    model_key INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model_key, key)
  ) WITHOUT ROWID`,
  `CREATE TABLE model_versions (
    model_key INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    run_id TEXT,
    status TEXT NOT NULL CHECK (status IN ('READY', 'PENDING_REGISTRATION', 'FAILED_REGISTRATION')),
    current_stage TEXT NOT NULL DEFAULT 'None',
    description TEXT NOT NULL,
    creation_time_ms INTEGER NOT NULL,
    last_updated_time_ms INTEGER NOT NULL,
    PRIMARY KEY (model_key, version)
  ) WITHOUT ROWID`,
  "CREATE INDEX model_versions_by_run ON model_versions (run_id) WHERE run_id IS NOT NULL",
  `CREATE TABLE model_version_tags (
    model_key INTEGER NOT NULL,
    version INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model_key, version, key),
    FOREIGN KEY (model_key, version) REFERENCES model_versions ON DELETE CASCADE
  ) WITHOUT ROWID`,
  `CREATE TABLE registered_model_aliases (
    model_key INTEGER NOT NULL,
    alias TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (model_key, alias),
    FOREIGN KEY (model_key, version) REFERENCES model_versions ON DELETE CASCADE
  ) WITHOUT ROWID`,
];

/** The tracking room's tables: see schema.ts for what the columns mean. */
export const trackingMigrations: readonly Migration[] = [
  { name: "tracking-001-experiments-and-runs", statements: [...EXPERIMENTS, ...RUNS, ...METRICS] },
  { name: "tracking-002-model-registry", statements: REGISTRY },
];
