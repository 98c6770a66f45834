import type { Kysely } from "kysely";
import { inTransaction } from "../store/in-transaction.js";
import type { TrackingSchema } from "../store/schema.js";
import { requireVersion } from "./require-model.js";

/** Replaces the description of a model version. */
export function describeModelVersion(
  kysely: Kysely<TrackingSchema>,
  request: { readonly name: string; readonly version: number; readonly description: string; readonly nowMs: number },
): Promise<void> {
  return inTransaction(kysely, async (transaction) => {
    const modelKey = await requireVersion(transaction, request);
    await transaction
      .updateTable("model_versions")
      .set({ description: request.description, last_updated_time_ms: request.nowMs })
      .where("model_key", "=", modelKey)
      .where("version", "=", request.version)
      .execute();
  });
}
