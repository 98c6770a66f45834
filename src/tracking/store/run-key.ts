import { SweepError } from "../../base/index.js";
import type { Connection } from "../../database/index.js";

/** The small integer that stands for a run in its child rows. */
export function requireRunKey(connection: Connection, runId: string): number {
  const row = connection.prepare("SELECT run_key FROM runs WHERE run_id = ?").get<{ run_key: number }>(runId);
  if (row === undefined) throw new SweepError("not-found", `No run with id ${runId} exists`);
  return row.run_key;
}
