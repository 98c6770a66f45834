import type { Kysely } from "kysely";
import { SweepError } from "../../base/index.js";
import { inTransaction } from "../store/in-transaction.js";
import type { TrackingSchema } from "../store/schema.js";
import { getModelVersion } from "./get-model-versions.js";
import type { ModelVersion } from "./models.js";
import { writeVersionTags } from "./set-model-version-tags.js";

export interface NewModelVersion {
  /** A registered model that exists. */
  readonly name: string;
  /** Where the model's files are: a path or URI. */
  readonly source: string;
  /** The run that made it; `null` when it came from elsewhere. */
  readonly runId: string | null;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

/** Adds the next version of a registered model. Callers that come at once get different numbers. */
export function createModelVersion(kysely: Kysely<TrackingSchema>, request: NewModelVersion): Promise<ModelVersion> {
  const { name, source, runId, description = "", tags = {}, nowMs } = request;
  return inTransaction(kysely, async (transaction) => {
    const model = await transaction
      .updateTable("registered_models")
      .set((eb) => ({ last_version: eb("last_version", "+", 1), last_updated_time_ms: nowMs }))
      .where("name", "=", name)
      .returning(["model_key", "last_version"])
      .executeTakeFirst();
    if (model === undefined) throw new SweepError("not-found", `Registered Model with name=${name} not found`);
    const key = { model_key: model.model_key, version: model.last_version };
    await transaction
      .insertInto("model_versions")
      .values({
        ...key,
        source,
        run_id: runId,
        status: "READY",
        description,
        creation_time_ms: nowMs,
        last_updated_time_ms: nowMs,
      })
      .execute();
    await writeVersionTags(transaction, key, tags);
    const created = await getModelVersion(transaction, name, key.version);
    if (created === null) throw new SweepError("internal", `Version ${key.version} of ${name} was not inserted`);
    return created;
  });
}
