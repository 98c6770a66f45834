import type { Kysely } from "kysely";
import { SweepError } from "../../base/index.js";
import { inTransaction } from "../store/in-transaction.js";
import type { TrackingSchema } from "../store/schema.js";
import { checkModelName } from "./names.js";

export interface NewRegisteredModel {
  readonly name: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

/** Adds a registered model without versions. @throws SweepError `conflict` when there is one of this name */
export async function createRegisteredModel(
  kysely: Kysely<TrackingSchema>,
  { name, description = "", tags = {}, nowMs }: NewRegisteredModel,
): Promise<void> {
  checkModelName(name);
  return inTransaction(kysely, async (transaction) => {
    const created = await transaction
      .insertInto("registered_models")
      .values({ name, description, creation_time_ms: nowMs, last_updated_time_ms: nowMs })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .returning("model_key")
      .executeTakeFirst();
    if (created === undefined) throw new SweepError("conflict", `Registered Model (name=${name}) already exists`);
    const rows = Object.entries(tags).map(([key, value]) => ({ model_key: created.model_key, key, value }));
    if (rows.length > 0) await transaction.insertInto("registered_model_tags").values(rows).execute();
  });
}
