import type { Kysely } from "kysely";
import { inTransaction } from "../store/in-transaction.js";
import type { TrackingSchema } from "../store/schema.js";
import { requireVersion } from "./require-model.js";

/** Sets tags of a model version, replacing those there already. */
export function setModelVersionTags(
  kysely: Kysely<TrackingSchema>,
  request: { readonly name: string; readonly version: number; readonly tags: Readonly<Record<string, string>> },
): Promise<void> {
  return inTransaction(kysely, async (transaction) => {
    const modelKey = await requireVersion(transaction, request);
    await writeVersionTags(transaction, { model_key: modelKey, version: request.version }, request.tags);
  });
}

/** Writes the tags of a version that exists. */
export async function writeVersionTags(
  kysely: Kysely<TrackingSchema>,
  version: { readonly model_key: number; readonly version: number },
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const rows = Object.entries(tags).map(([key, value]) => ({ ...version, key, value }));
  if (rows.length === 0) return;
  await kysely
    .insertInto("model_version_tags")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["model_key", "version", "key"]).doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
    )
    .execute();
}
