import { SweepError } from "../../base/index.js";
import type { Connection } from "../../database/index.js";

export interface EnsureExperiment {
  /** 1 to 500 characters. */
  readonly name: string;
  /** Folder or URI of the store's artifacts: a new experiment's location is its id below that. */
  readonly artifactRoot: string;
  readonly nowMs: number;
}

const MAX_NAME_LENGTH = 500;

const FIND = "SELECT experiment_id, lifecycle_stage FROM experiments WHERE name = ?";
const INSERT = `INSERT INTO experiments (name, artifact_location, creation_time_ms, last_update_time_ms)
  VALUES (?, '', ?, ?) RETURNING experiment_id`;
const LOCATE = "UPDATE experiments SET artifact_location = ? WHERE experiment_id = ? AND artifact_location = ''";

/**
 * The id of the experiment of this name, made when there is none, in the caller's transaction: what is created in it
 * and the experiment exist together or not at all.
 *
 * @throws SweepError `conflict` when it has been deleted: its name stays taken until it is restored
 */
export function ensureExperiment(connection: Connection, { name, artifactRoot, nowMs }: EnsureExperiment): string {
  if (name.length === 0 || name.length > MAX_NAME_LENGTH) {
    throw new SweepError(
      "bad-argument",
      `An experiment's name has 1 to ${MAX_NAME_LENGTH} characters, not ${name.length}`,
    );
  }
  // `Default` is made before the artifact root is known.
  locate(connection, 0, artifactRoot);
  const existing = connection.prepare(FIND).get<{ experiment_id: number; lifecycle_stage: string }>(name);
  if (existing?.lifecycle_stage === "deleted") {
    throw new SweepError("conflict", `Experiment ${name} has been deleted. Restore it, or choose another name`);
  }
  if (existing !== undefined) return String(existing.experiment_id);
  const created = connection.prepare(INSERT).get<{ experiment_id: number }>(name, nowMs, nowMs);
  if (created === undefined) throw new SweepError("internal", `Experiment ${name} was not inserted`);
  locate(connection, created.experiment_id, artifactRoot);
  return String(created.experiment_id);
}

/** Gives an experiment its place below the artifact root, if it has none yet. */
function locate(connection: Connection, experimentId: number, artifactRoot: string): void {
  connection.prepare(LOCATE).run(`${artifactRoot.replace(/\/+$/, "")}/${experimentId}`, experimentId);
}
