import type { Kysely, Selectable } from "kysely";
import { toRecord } from "../store/experiments.js";
import { groupBy } from "../store/group-by.js";
import type { TrackingSchema } from "../store/schema.js";
import { listLatestVersions } from "./get-model-versions.js";
import type { RegisteredModel } from "./models.js";

/** A registered model; `null` when there is none of this name. */
export async function getRegisteredModel(
  kysely: Kysely<TrackingSchema>,
  name: string,
): Promise<RegisteredModel | null> {
  const rows = await kysely.selectFrom("registered_models").selectAll().where("name", "=", name).execute();
  return (await completed(kysely, rows, name))[0] ?? null;
}

/** All registered models, in the order of their names. */
export async function listRegisteredModels(kysely: Kysely<TrackingSchema>): Promise<readonly RegisteredModel[]> {
  return completed(kysely, await kysely.selectFrom("registered_models").selectAll().orderBy("name").execute());
}

/** Adds tags, aliases and the latest version to models: all there are, or the one called `name`. */
async function completed(
  kysely: Kysely<TrackingSchema>,
  rows: readonly Selectable<TrackingSchema["registered_models"]>[],
  name?: string,
): Promise<RegisteredModel[]> {
  let tagQuery = kysely.selectFrom("registered_model_tags").selectAll().orderBy("key");
  let aliasQuery = kysely.selectFrom("registered_model_aliases").selectAll().orderBy("alias");
  if (name !== undefined) {
    const keys = rows.map((row) => row.model_key);
    tagQuery = tagQuery.where("model_key", "in", keys);
    aliasQuery = aliasQuery.where("model_key", "in", keys);
  }
  const tags = groupBy(await tagQuery.execute(), (row) => row.model_key);
  const aliases = groupBy(await aliasQuery.execute(), (row) => row.model_key);
  const versions = new Map((await listLatestVersions(kysely, name)).map((version) => [version.name, version]));
  return rows.map((row) => ({
    name: row.name,
    description: row.description,
    creationTimeMs: row.creation_time_ms,
    lastUpdatedTimeMs: row.last_updated_time_ms,
    tags: toRecord(tags.get(row.model_key) ?? []),
    aliases: Object.fromEntries((aliases.get(row.model_key) ?? []).map(({ alias, version }) => [alias, version])),
    latestVersion: versions.get(row.name) ?? null,
  }));
}
