import { SweepError } from "../../base/index.js";
import type { Connection } from "../../database/index.js";
import { parseExperimentId } from "./experiments.js";
import { writeParams } from "./insert-params.js";
import { PARENT_RUN_TAG, RUN_NAME_TAG } from "./runs.js";
import type { RunStatus } from "./schema.js";
import { writeTags } from "./set-tags.js";

export interface NewRun {
  /** 32 lower-case hexadecimal digits, never used before. */
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly user: string;
  readonly status: RunStatus;
  /** `null` for a run that waits to be started. */
  readonly startTimeMs: number | null;
  readonly artifactUri: string;
  /** `mlflow.parentRunId` among them makes it a child of that run. `mlflow.runName` is added. */
  readonly tags: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
}

// Selecting from the experiment makes an unknown one insert nothing.
const INSERT = `INSERT INTO runs
  (run_id, experiment_id, name, user_id, status, start_time_ms, artifact_uri, parent_run_id)
  SELECT ?, experiment_id, ?, ?, ?, ?, ?, ? FROM experiments WHERE experiment_id = ? RETURNING run_key`;

/** Adds a run with its tags and params. @throws SweepError `not-found` when its experiment does not exist */
export function insertRun(connection: Connection, run: NewRun): void {
  const inserted = connection
    .prepare(INSERT)
    .get<{ run_key: number }>(
      run.runId,
      run.name,
      run.user,
      run.status,
      run.startTimeMs,
      run.artifactUri,
      run.tags[PARENT_RUN_TAG] ?? null,
      parseExperimentId(run.experimentId),
    );
  if (inserted === undefined) {
    throw new SweepError("not-found", `No experiment with id ${JSON.stringify(run.experimentId)} exists`);
  }
  writeTags(connection, inserted.run_key, { ...run.tags, [RUN_NAME_TAG]: run.name });
  writeParams(connection, inserted.run_key, run.params);
}
