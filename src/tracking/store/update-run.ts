import type { Bindable, Connection } from "../../database/index.js";
import { requireRunKey } from "./run-key.js";
import type { RunStatus } from "./schema.js";

/** What to change of a run; what is absent stays. */
export interface RunChanges {
  readonly status?: RunStatus;
  /** `null`: it has not started after all. */
  readonly startTimeMs?: number | null;
  /** `null`: it goes on. */
  readonly endTimeMs?: number | null;
}

/** Changes a run's state and times. */
export function updateRun(connection: Connection, runId: string, changes: RunChanges): void {
  const columns: [column: string, value: Bindable | undefined][] = [
    ["status", changes.status],
    ["start_time_ms", changes.startTimeMs],
    ["end_time_ms", changes.endTimeMs],
  ];
  const runKey = requireRunKey(connection, runId);
  const assignments: string[] = [];
  const values: Bindable[] = [];
  for (const [column, value] of columns) {
    if (value === undefined) continue;
    assignments.push(`${column} = ?`);
    values.push(value);
  }
  if (assignments.length === 0) return;
  connection.prepare(`UPDATE runs SET ${assignments.join(", ")} WHERE run_key = ?`).run(...values, runKey);
}
