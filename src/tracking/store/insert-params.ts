import type { Connection } from "../../database/index.js";
import { insertRows, type RowInsert } from "./insert-rows.js";
import { requireRunKey } from "./run-key.js";
import { MAX_PARAM_LENGTH } from "./runs.js";

/** A param that was given a second, different value. The first one stays. */
export interface ParamConflict {
  readonly key: string;
  readonly stored: string;
  readonly given: string;
}

const INSERT: RowInsert = {
  into: "INSERT INTO params (run_key, key, value) VALUES",
  columnCount: 3,
  onConflict: "ON CONFLICT (run_key, key) DO NOTHING",
};

/**
 * Adds params to a run. They are written once: the same value again is harmless, a different one is not stored and comes
 * back as a conflict, for the caller to judge. Values are cut at 6000 characters.
 */
export function insertParams(
  connection: Connection,
  runId: string,
  params: Readonly<Record<string, string>>,
): readonly ParamConflict[] {
  const runKey = requireRunKey(connection, runId);
  const inserted = writeParams(connection, runKey, params);
  return inserted === Object.keys(params).length ? [] : conflictsOf(connection, runKey, params);
}

/** Inserts those params that the run does not have yet; answers how many they were. */
export function writeParams(connection: Connection, runKey: number, params: Readonly<Record<string, string>>): number {
  const rows = Object.entries(params).map(([key, value]) => [runKey, key, value.slice(0, MAX_PARAM_LENGTH)]);
  return insertRows(connection, INSERT, rows);
}

function conflictsOf(
  connection: Connection,
  runKey: number,
  params: Readonly<Record<string, string>>,
): readonly ParamConflict[] {
  const select = connection.prepare("SELECT value FROM params WHERE run_key = ? AND key = ?");
  return Object.entries(params).flatMap(([key, given]) => {
    const stored = select.get<{ value: string }>(runKey, key)?.value ?? given;
    return stored === given.slice(0, MAX_PARAM_LENGTH) ? [] : [{ key, stored, given }];
  });
}
