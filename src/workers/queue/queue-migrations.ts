import type { Migration } from "../../database/index.js";

/** The tables of the queue that lives in the store's own database. */
export const queueMigrations: readonly Migration[] = [
  {
    name: "queue-001-jobs",
    statements: [
      `CREATE TABLE queue_consumer (
         id TEXT PRIMARY KEY,
         queue TEXT NOT NULL,
         host TEXT NOT NULL,
         pid INTEGER NOT NULL,
         started TEXT NOT NULL,
         lease_until_ms INTEGER NOT NULL
       ) STRICT`,
      // A job is waiting while it has no consumer; it is deleted when done.
      `CREATE TABLE queue_job (
         id INTEGER PRIMARY KEY,
         queue TEXT NOT NULL,
         sweep_id TEXT NOT NULL,
         trial_number INTEGER NOT NULL,
         attempt INTEGER NOT NULL,
         consumer_id TEXT,
         UNIQUE (queue, sweep_id, trial_number, attempt)
       ) STRICT`,
      "CREATE INDEX queue_job_waiting ON queue_job (queue, id) WHERE consumer_id IS NULL",
      "CREATE INDEX queue_job_taken ON queue_job (consumer_id) WHERE consumer_id IS NOT NULL",
    ],
  },
];
