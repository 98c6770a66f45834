import type { Connection } from "../../database/index.js";
import { insertRows, type RowInsert } from "./insert-rows.js";
import { requireRunKey } from "./run-key.js";
import { MAX_TAG_LENGTH, PARENT_RUN_TAG, RUN_NAME_TAG } from "./runs.js";

const UPSERT: RowInsert = {
  into: "INSERT INTO tags (run_key, key, value) VALUES",
  columnCount: 3,
  onConflict: "ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value",
};

/**
 * Sets tags of a run, replacing those there already. Values are cut at 8000 characters. `mlflow.runName` renames the run,
 * and `mlflow.parentRunId` moves it under another parent.
 */
export function setTags(connection: Connection, runId: string, tags: Readonly<Record<string, string>>): void {
  const runKey = requireRunKey(connection, runId);
  writeTags(connection, runKey, tags);
  const name = tags[RUN_NAME_TAG];
  if (name !== undefined) connection.prepare("UPDATE runs SET name = ? WHERE run_key = ?").run(name, runKey);
  const parentRunId = tags[PARENT_RUN_TAG];
  if (parentRunId !== undefined) {
    connection.prepare("UPDATE runs SET parent_run_id = ? WHERE run_key = ?").run(parentRunId, runKey);
  }
}

/** Writes only the tags' own rows, for a run whose columns say the same already. */
export function writeTags(connection: Connection, runKey: number, tags: Readonly<Record<string, string>>): void {
  const rows = Object.entries(tags).map(([key, value]) => [runKey, key, value.slice(0, MAX_TAG_LENGTH)]);
  insertRows(connection, UPSERT, rows);
}
