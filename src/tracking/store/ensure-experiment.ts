import type { Kysely } from "kysely";
import { SweepError } from "../../base/index.js";
import type { Experiment } from "./experiments.js";
import { findExperimentByName } from "./find-experiments.js";
import { inTransaction } from "./in-transaction.js";
import type { TrackingSchema } from "./schema.js";

export interface EnsureExperiment {
  /** 1 to 500 characters. */
  readonly name: string;
  /** Folder or URI of the store's artifacts: a new experiment's location is its id below that. */
  readonly artifactRoot: string;
  readonly nowMs: number;
}

const MAX_NAME_LENGTH = 500;

/**
 * The experiment of this name, made when there is none.
 *
 * @throws SweepError `conflict` when it has been deleted: its name stays taken until it is restored
 */
export async function ensureExperiment(kysely: Kysely<TrackingSchema>, request: EnsureExperiment): Promise<Experiment> {
  const { name } = request;
  if (name.length === 0 || name.length > MAX_NAME_LENGTH) {
    throw new SweepError(
      "bad-argument",
      `An experiment's name has 1 to ${MAX_NAME_LENGTH} characters, not ${name.length}`,
    );
  }
  return inTransaction(kysely, async (transaction) => {
    await locate(transaction, { experimentId: 0, artifactRoot: request.artifactRoot });
    const existing = await findExperimentByName(transaction, name);
    if (existing === null) return create(transaction, request);
    if (existing.lifecycleStage === "deleted") {
      throw new SweepError("conflict", `Experiment ${name} has been deleted. Restore it, or choose another name`);
    }
    return existing;
  });
}

async function create(
  kysely: Kysely<TrackingSchema>,
  { name, artifactRoot, nowMs }: EnsureExperiment,
): Promise<Experiment> {
  const { experiment_id: experimentId } = await kysely
    .insertInto("experiments")
    .values({ name, artifact_location: "", creation_time_ms: nowMs, last_update_time_ms: nowMs })
    .returning("experiment_id")
    .executeTakeFirstOrThrow();
  await locate(kysely, { experimentId, artifactRoot });
  const created = await findExperimentByName(kysely, name);
  if (created === null) throw new SweepError("internal", `Experiment ${name} was not inserted`);
  return created;
}

/** Gives an experiment its place below the artifact root, if it has none yet. `Default` is made before the root is known. */
async function locate(
  kysely: Kysely<TrackingSchema>,
  { experimentId, artifactRoot }: { experimentId: number; artifactRoot: string },
): Promise<void> {
  await kysely
    .updateTable("experiments")
    .set({ artifact_location: `${artifactRoot.replace(/\/+$/, "")}/${experimentId}` })
    .where("experiment_id", "=", experimentId)
    .where("artifact_location", "=", "")
    .execute();
}
