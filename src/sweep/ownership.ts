import { type Clock, SweepError } from "../base/index.js";
import type { Connection, Database } from "../database/index.js";
import { type ProcessIdentity, processIdentity } from "../workers/index.js";
import { extendSpec, takeOrders } from "./orders/sweep-order.js";
import { ownerOf, requireSweep, type SweepOwner, type SweepRow, sweepRow } from "./store/sweep-rows.js";

/*
 * One process owns a sweep while it runs it. The sweep's row names the owner and counts owners: this epoch goes into
 * every write of a controller, so one that was replaced changes nothing any more, whenever it wakes up.
 *
 *   (nobody) ──acquire──▶ owned, epoch + 1 ──release──▶ (nobody)
 *                           │         ▲
 *                           └─────────┘  acquire again: its process died, its lease ended, or by takeover
 */

export const OWNER_LEASE_MS = 30_000;

const ACQUIRE = `UPDATE sweep SET owner = ?, owner_since = ?, lease_until = ?, epoch = epoch + 1
  WHERE id = ? AND epoch = ?`;
const RENEW = "UPDATE sweep SET lease_until = ?, active_ms = ? WHERE id = ? AND epoch = ?";
const RELEASE = "UPDATE sweep SET owner = NULL, owner_since = NULL, lease_until = NULL WHERE id = ? AND epoch = ?";

/**
 * Makes this process the sweep's owner. Of the orders that an earlier owner has not obeyed only more trials are still
 * wanted; every order from now on is this owner's to obey.
 *
 * @param options.takeover whether to take it from an owner that is alive
 * @returns the sweep's row as it is now
 * @throws SweepError `owned-elsewhere`, `not-found`
 */
export async function acquire(
  database: Database,
  sweepId: string,
  options: { takeover: boolean; clock: Clock },
): Promise<SweepRow> {
  const identity = processIdentity();
  for (;;) {
    const before = await sweepRow(database, sweepId);
    const owner = ownerOf(before, options.clock.now());
    if (owner?.alive === true && !options.takeover) throw ownedElsewhere(sweepId, owner);
    const row = await tryAcquire(database, before, { identity, nowMs: options.clock.now() });
    // Otherwise another process has just acquired it: look again who that is.
    if (row !== undefined) return row;
  }
}

function tryAcquire(
  database: Database,
  before: SweepRow,
  { identity, nowMs }: { identity: ProcessIdentity; nowMs: number },
): Promise<SweepRow | undefined> {
  const { id, epoch } = before;
  return database.write((connection) => {
    const acquire = connection.prepare(ACQUIRE);
    if (acquire.run(JSON.stringify(identity), nowMs, nowMs + OWNER_LEASE_MS, id, epoch) === 0) return undefined;
    for (const order of takeOrders(connection, id, nowMs)) {
      if (order.kind === "extend") extendSpec(connection, id, order.count);
    }
    return requireSweep(connection, id);
  });
}

/** Extends the owner's lease and keeps the books on how long the sweep has been worked on. */
export function renewOwnership(connection: Connection, row: SweepRow, now: { nowMs: number; activeMs: number }): void {
  const renew = connection.prepare(RENEW);
  if (renew.run(now.nowMs + OWNER_LEASE_MS, Math.round(now.activeMs), row.id, row.epoch) === 0) throw fenced(row.id);
}

/** Ends the ownership inside a transaction that has written what there was left to write. */
export function releaseOwnership(connection: Connection, row: SweepRow): void {
  connection.prepare(RELEASE).run(row.id, row.epoch);
}

/** @throws SweepError `owned-elsewhere` when this process is not the owner any more */
export function assertOwned(connection: Connection, { id, epoch }: Pick<SweepRow, "id" | "epoch">): void {
  if (requireSweep(connection, id).epoch !== epoch) throw fenced(id);
}

export function fenced(sweepId: string): SweepError {
  return new SweepError(
    "owned-elsewhere",
    `Another process has taken over sweep ${sweepId}; this one has let go of it.`,
  );
}

function ownedElsewhere(sweepId: string, { host, pid, sinceMs }: SweepOwner): SweepError {
  const since = new Date(sinceMs).toISOString();
  return new SweepError(
    "owned-elsewhere",
    `Sweep ${sweepId} is being run by process ${pid} on ${host} since ${since}; --takeover takes it from there.`,
  );
}
