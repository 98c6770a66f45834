import type { Kysely } from "kysely";
import { SweepError } from "../../base/index.js";
import type { TrackingSchema } from "../store/schema.js";

/** The integer that stands for a registered model in its child rows. */
export async function requireModelKey(kysely: Kysely<TrackingSchema>, name: string): Promise<number> {
  const row = await kysely
    .selectFrom("registered_models")
    .select("model_key")
    .where("name", "=", name)
    .executeTakeFirst();
  if (row === undefined) throw new SweepError("not-found", `Registered Model with name=${name} not found`);
  return row.model_key;
}

/** Like `requireModelKey`, and makes sure that the version exists. */
export async function requireVersion(
  kysely: Kysely<TrackingSchema>,
  { name, version }: { name: string; version: number },
): Promise<number> {
  const modelKey = await requireModelKey(kysely, name);
  const row = await kysely
    .selectFrom("model_versions")
    .select("version")
    .where("model_key", "=", modelKey)
    .where("version", "=", version)
    .executeTakeFirst();
  if (row === undefined)
    throw new SweepError("not-found", `Model Version (name=${name}, version=${version}) not found`);
  return modelKey;
}
