import type { Kysely, Selectable } from "kysely";
import { toRecord } from "../store/experiments.js";
import { groupBy } from "../store/group-by.js";
import type { TrackingSchema } from "../store/schema.js";
import type { ModelVersion } from "./models.js";

/** A version of a registered model; `null` when there is none. */
export async function getModelVersion(
  kysely: Kysely<TrackingSchema>,
  name: string,
  version: number,
): Promise<ModelVersion | null> {
  const rows = await selectVersions(kysely).where("name", "=", name).where("version", "=", version).execute();
  return (await withTagsAndAliases(kysely, rows))[0] ?? null;
}

/** The version an alias stands for; `null` when the model has no such alias. */
export async function getModelVersionByAlias(
  kysely: Kysely<TrackingSchema>,
  name: string,
  alias: string,
): Promise<ModelVersion | null> {
  const target = await kysely
    .selectFrom("registered_model_aliases")
    .innerJoin("registered_models", "registered_models.model_key", "registered_model_aliases.model_key")
    .select("version")
    .where("name", "=", name)
    .where("alias", "=", alias)
    .executeTakeFirst();
  return target === undefined ? null : getModelVersion(kysely, name, target.version);
}

/** All versions of a registered model, the newest first; none when there is no such model. */
export async function listModelVersions(
  kysely: Kysely<TrackingSchema>,
  name: string,
): Promise<readonly ModelVersion[]> {
  const rows = await selectVersions(kysely).where("name", "=", name).orderBy("version", "desc").execute();
  return withTagsAndAliases(kysely, rows);
}

/** The highest version of each registered model that has one; only of the one called `name`, if given. */
export async function listLatestVersions(
  kysely: Kysely<TrackingSchema>,
  name?: string,
): Promise<readonly ModelVersion[]> {
  const query = selectVersions(kysely).where("version", "=", (eb) =>
    eb
      .selectFrom("model_versions as other")
      .select((inner) => inner.fn.max("other.version").as("highest"))
      .whereRef("other.model_key", "=", "model_versions.model_key"),
  );
  const rows = await (name === undefined ? query : query.where("name", "=", name)).execute();
  return withTagsAndAliases(kysely, rows);
}

type VersionRow = Selectable<TrackingSchema["model_versions"]> & { readonly name: string };

function selectVersions(kysely: Kysely<TrackingSchema>) {
  return kysely
    .selectFrom("model_versions")
    .innerJoin("registered_models", "registered_models.model_key", "model_versions.model_key")
    .selectAll("model_versions")
    .select("registered_models.name");
}

// Far below the 32 766 values that one statement may bind.
const ROWS_PER_QUERY = 1000;

async function withTagsAndAliases(
  kysely: Kysely<TrackingSchema>,
  rows: readonly VersionRow[],
): Promise<readonly ModelVersion[]> {
  const versions: ModelVersion[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_QUERY) {
    versions.push(...(await completed(kysely, rows.slice(start, start + ROWS_PER_QUERY))));
  }
  return versions;
}

async function completed(kysely: Kysely<TrackingSchema>, rows: readonly VersionRow[]): Promise<ModelVersion[]> {
  const modelKeys = [...new Set(rows.map((row) => row.model_key))];
  const numbers = [...new Set(rows.map((row) => row.version))];
  // Models and numbers are matched apart, which may read a few rows too many; each version then picks its own.
  const tags = await kysely
    .selectFrom("model_version_tags")
    .selectAll()
    .where("model_key", "in", modelKeys)
    .where("version", "in", numbers)
    .orderBy("key")
    .execute();
  const aliases = await kysely
    .selectFrom("registered_model_aliases")
    .selectAll()
    .where("model_key", "in", modelKeys)
    .orderBy("alias")
    .execute();
  const tagsOf = groupBy(tags, idOf);
  const aliasesOf = groupBy(aliases, idOf);
  return rows.map((row) => ({
    name: row.name,
    version: row.version,
    source: row.source,
    runId: row.run_id,
    status: row.status,
    stage: row.current_stage,
    description: row.description,
    creationTimeMs: row.creation_time_ms,
    lastUpdatedTimeMs: row.last_updated_time_ms,
    tags: toRecord(tagsOf.get(idOf(row)) ?? []),
    aliases: (aliasesOf.get(idOf(row)) ?? []).map(({ alias }) => alias),
  }));
}

function idOf(version: { readonly model_key: number; readonly version: number }): string {
  return `${version.model_key}/${version.version}`;
}
