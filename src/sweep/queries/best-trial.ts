import type { Database } from "../../database/index.js";
import { type TrialRow, trialOf } from "../store/trial-rows.js";
import type { TrialRecord } from "../store/trial-store.js";

const BEST = `SELECT * FROM trial
  WHERE sweep_id = ? AND state = 'complete' AND loss > -9e999 AND loss < 9e999
  ORDER BY loss, number LIMIT 1`;

/** The complete trial with the lowest finite loss, of equal ones that with the lowest number; `null` without any. */
export async function bestTrial(database: Database, sweepId: string): Promise<TrialRecord | null> {
  const row = await database.read((connection) => connection.prepare(BEST).get<TrialRow>(sweepId));
  return row === undefined ? null : trialOf(row);
}
