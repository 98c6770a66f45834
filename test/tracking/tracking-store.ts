import { join } from "node:path";
import { onTestFinished } from "vitest";
import { newRunId } from "../../src/base/index.js";
import { type Database, migrate, openDatabase } from "../../src/database/index.js";
import { insertRun, type NewRun, type TrackingSchema, trackingMigrations } from "../../src/tracking/index.js";
import { temporaryFolder } from "../database/temporary-folder.js";

/** A new tracking store in a real file, closed when the test ends. */
export async function newTrackingStore(): Promise<Database<TrackingSchema>> {
  const database = await openDatabase<TrackingSchema>({ path: join(temporaryFolder(), "sweep.db") });
  onTestFinished(() => database.close());
  await migrate(database, trackingMigrations);
  return database;
}

/** Adds a run to the experiment `Default`, and answers its id. */
export async function addRun(database: Database<TrackingSchema>, run: Partial<NewRun> = {}): Promise<string> {
  const runId = run.runId ?? newRunId();
  await database.write((connection) =>
    insertRun(connection, {
      runId,
      experimentId: "0",
      name: "calm-hill-7",
      user: "ada",
      status: "RUNNING",
      startTimeMs: 1000,
      artifactUri: `/artifacts/0/${runId}/artifacts`,
      tags: {},
      params: {},
      ...run,
    }),
  );
  return runId;
}
