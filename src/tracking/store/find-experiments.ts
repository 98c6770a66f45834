import type { Kysely, Selectable } from "kysely";
import { type Experiment, parseExperimentId, toExperiment } from "./experiments.js";
import type { TrackingSchema } from "./schema.js";

/** The experiment with this id, deleted ones included; `null` when there is none. */
export async function getExperiment(kysely: Kysely<TrackingSchema>, experimentId: string): Promise<Experiment | null> {
  const id = parseExperimentId(experimentId);
  if (id === null) return null;
  const row = await kysely.selectFrom("experiments").selectAll().where("experiment_id", "=", id).executeTakeFirst();
  return row === undefined ? null : withTags(kysely, row);
}

/** The experiment of this name, deleted ones included; `null` when there is none. */
export async function findExperimentByName(kysely: Kysely<TrackingSchema>, name: string): Promise<Experiment | null> {
  const row = await kysely.selectFrom("experiments").selectAll().where("name", "=", name).executeTakeFirst();
  return row === undefined ? null : withTags(kysely, row);
}

async function withTags(
  kysely: Kysely<TrackingSchema>,
  row: Selectable<TrackingSchema["experiments"]>,
): Promise<Experiment> {
  const tags = await kysely
    .selectFrom("experiment_tags")
    .select(["key", "value"])
    .where("experiment_id", "=", row.experiment_id)
    .orderBy("key")
    .execute();
  return toExperiment(row, tags);
}
