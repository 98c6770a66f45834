import type { Connection } from "../../database/index.js";
import { type RunStatus, updateRun } from "../../tracking/index.js";
import type { SweepStore } from "../open-store.js";
import { extendSpec, reopen, takeOrders } from "../orders/sweep-order.js";
import { assertOwned, releaseOwnership } from "../ownership.js";
import type { SweepSpec } from "../spec.js";
import { requireSweep, type SweepRow } from "./sweep-rows.js";

/** How a process's part in a sweep ended. */
export interface SweepEnd {
  readonly state: "finished" | "failed" | "stopped" | "interrupted";
  readonly reason: string;
  readonly activeMs: number;
}

const END = "UPDATE sweep SET state = ?, stop_reason = ?, ended_at = ?, active_ms = ? WHERE id = ?";

const PARENT_STATUS: Readonly<Record<SweepEnd["state"], RunStatus>> = {
  finished: "FINISHED",
  failed: "FAILED",
  stopped: "KILLED",
  interrupted: "KILLED",
};

/** Writes a sweep's end, and lets go of it, in one step. */
export async function endSweep(store: SweepStore, row: SweepRow, end: SweepEnd): Promise<void> {
  const nowMs = store.clock.now();
  await store.database.write((connection) => {
    assertOwned(connection, row);
    connection.prepare(END).run(end.state, end.reason, nowMs, Math.round(end.activeMs), row.id);
    updateRun(connection, row.parent_run_id, { status: PARENT_STATUS[end.state], endTimeMs: nowMs });
    obeyLateExtensions(connection, row.id, nowMs);
    releaseOwnership(connection, row);
  });
}

/**
 * Trials that were asked for in the last moment are still to come: the sweep waits to be resumed. One whose objective is
 * a function cannot be.
 */
function obeyLateExtensions(connection: Connection, sweepId: string, nowMs: number): void {
  const { command } = JSON.parse(requireSweep(connection, sweepId).spec) as SweepSpec;
  for (const order of takeOrders(connection, sweepId, nowMs)) {
    if (order.kind !== "extend" || command === null) continue;
    extendSpec(connection, sweepId, order.count);
    reopen(connection, sweepId);
  }
}
