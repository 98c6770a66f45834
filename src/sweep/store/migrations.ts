import type { Migration } from "../../database/index.js";

/*
 * A trial's row says where its newest attempt stands: `attempt`, `worker`, `last_batch`, `lease_until`. An attempt gets a
 * row of its own when it has ended. Its `scratch` names the files it left that are not yet among its run's artifacts;
 * NULL once they are.
 *
 * trial.kind says which number `value` is, because SQLite stores NaN as NULL: 'number' (finite or infinite), 'nan', or
 * NULL when there is none.
 */
export const sweepMigrations: readonly Migration[] = [
  {
    name: "sweep-001-sweeps",
    statements: [
      `CREATE TABLE sweep (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        experiment_id TEXT NOT NULL,
        parent_run_id TEXT NOT NULL,
        spec TEXT NOT NULL,
        state TEXT NOT NULL,
        stop_reason TEXT,
        owner TEXT,
        owner_since INTEGER,
        epoch INTEGER NOT NULL,
        lease_until INTEGER,
        limits_from INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        active_ms INTEGER NOT NULL,
        model TEXT
      ) STRICT`,
      "CREATE INDEX sweep_by_name ON sweep (name, created_at)",
      `CREATE TABLE trial (
        sweep_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        run_id TEXT NOT NULL,
        params TEXT NOT NULL,
        "values" TEXT NOT NULL,
        watermark INTEGER NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        attempt INTEGER NOT NULL,
        last_batch INTEGER NOT NULL,
        lease_until INTEGER,
        loss REAL,
        value REAL,
        kind TEXT,
        result TEXT,
        told INTEGER,
        worker TEXT,
        started_at INTEGER,
        ended_at INTEGER,
        duration_ms INTEGER,
        PRIMARY KEY (sweep_id, number)
      ) STRICT, WITHOUT ROWID`,
      "CREATE UNIQUE INDEX trial_by_told ON trial (sweep_id, told) WHERE told IS NOT NULL",
      `CREATE TABLE attempt (
        sweep_id TEXT NOT NULL,
        trial_number INTEGER NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        worker TEXT,
        started_at INTEGER,
        ended_at INTEGER NOT NULL,
        exit_code INTEGER,
        stderr_tail TEXT,
        scratch TEXT,
        PRIMARY KEY (sweep_id, trial_number, number)
      ) STRICT, WITHOUT ROWID`,
      "CREATE INDEX attempt_with_scratch ON attempt (sweep_id) WHERE scratch IS NOT NULL",
      `CREATE TABLE sweep_order (
        id INTEGER PRIMARY KEY,
        sweep_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        amount INTEGER,
        created_at INTEGER NOT NULL,
        handled_at INTEGER
      ) STRICT`,
      "CREATE INDEX sweep_order_due ON sweep_order (sweep_id, id) WHERE handled_at IS NULL",
    ],
  },
];
