import type { Connection } from "../../database/index.js";
import { requireRunKey } from "./run-key.js";

const TABLES = ["metric_points", "latest_metrics"] as const;

/** Deletes all points of some metrics of a run, or of all of them; names the run does not have are passed over. */
export function clearMetrics(connection: Connection, runId: string, keys: readonly string[] | "all"): void {
  const runKey = requireRunKey(connection, runId);
  for (const table of TABLES) {
    if (keys === "all") {
      connection.prepare(`DELETE FROM ${table} WHERE run_key = ?`).run(runKey);
      continue;
    }
    const clear = connection.prepare(
      `DELETE FROM ${table} WHERE run_key = ? AND key_id = (SELECT key_id FROM metric_keys WHERE key = ?)`,
    );
    for (const key of keys) clear.run(runKey, key);
  }
}
