import type { Kysely } from "kysely";
import { inTransaction } from "../store/in-transaction.js";
import type { TrackingSchema } from "../store/schema.js";
import { checkAlias } from "./names.js";
import { requireVersion } from "./require-model.js";

/** Makes an alias stand for a version of its model. An alias that stands for another version moves. */
export async function setModelAlias(
  kysely: Kysely<TrackingSchema>,
  request: { readonly name: string; readonly alias: string; readonly version: number },
): Promise<void> {
  const { alias, version } = request;
  checkAlias(alias);
  return inTransaction(kysely, async (transaction) => {
    const modelKey = await requireVersion(transaction, request);
    await transaction
      .insertInto("registered_model_aliases")
      .values({ model_key: modelKey, alias, version })
      .onConflict((conflict) => conflict.columns(["model_key", "alias"]).doUpdateSet({ version }))
      .execute();
  });
}
