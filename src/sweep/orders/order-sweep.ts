import { SweepError } from "../../base/index.js";
import type { SweepStore } from "../open-store.js";
import { acquire, releaseOwnership } from "../ownership.js";
import { endSweep } from "../store/end-sweep.js";
import { openTrialStore } from "../store/open-trial-store.js";
import { ownerOf, requireSweep, type StoredSweep, type SweepRow, sweepOf, sweepRow } from "../store/sweep-rows.js";
import { extendSpec, insertOrder, recordOrder, reopen, type SweepOrder } from "./sweep-order.js";

/** `sent`: a live owner will obey within 250 ms. `applied`: nobody runs the sweep, so it was carried out at once. */
export type OrderAnswer = "sent" | "applied";

/**
 * Gives a sweep an order, whoever runs it.
 *
 * @throws SweepError `not-found`; `conflict` when the sweep's state makes no sense of the order; `bad-argument` for a
 * count that is not a positive integer
 */
export async function orderSweep(store: SweepStore, sweepId: string, order: SweepOrder): Promise<OrderAnswer> {
  const { database, clock } = store;
  if (order.kind === "extend" && !(Number.isSafeInteger(order.count) && order.count > 0)) {
    throw new SweepError("bad-argument", `A sweep is extended by a positive number of trials, got ${order.count}.`);
  }
  const sweep = sweepOf(await sweepRow(database, sweepId), clock.now());
  refuseSenseless(sweep, order);
  if (sweep.owner?.alive === true) {
    // An owner that has just let go leaves the sweep in another state, of which the order may make no sense.
    return (await send(store, sweepId, order)) ? "sent" : orderSweep(store, sweepId, order);
  }
  const row = await acquire(database, sweepId, { takeover: false, clock });
  await applyUnowned(store, row, order);
  return "applied";
}

/** @returns `false` when the owner has let go of the sweep meanwhile, so that nobody would obey */
function send({ database, clock }: SweepStore, sweepId: string, order: SweepOrder): Promise<boolean> {
  const nowMs = clock.now();
  return database.write((connection) => {
    if (ownerOf(requireSweep(connection, sweepId), nowMs)?.alive !== true) return false;
    insertOrder(connection, sweepId, { order, nowMs });
    return true;
  });
}

function refuseSenseless({ sweepId, state, owner, spec }: StoredSweep, order: SweepOrder): void {
  const refuse = (why: string) => new SweepError("conflict", `Sweep ${sweepId} ${why}.`);
  const ended = state === "finished" || state === "stopped" || state === "failed";
  if (ended && order.kind !== "extend") {
    throw refuse(`has ended (${state}), so there is nothing to ${order.kind === "stop-now" ? "stop" : order.kind}`);
  }
  const isOwned = owner?.alive === true;
  if (!isOwned && spec.command === null && order.kind !== "stop" && order.kind !== "stop-now") {
    throw refuse(
      `has a function as its objective, which only the program that made it can run; ` +
        `calling fmin again with its \`trials\` and a larger maxEvals goes on with the search`,
    );
  }
  if (order.kind === "resume" && !isOwned) {
    throw refuse(`is run by nobody at the moment; "sweep resume ${sweepId}" runs it`);
  }
  if (order.kind === "extend" && spec.maxEvals === null && !ended) {
    throw refuse("has no limit on its number of trials that could be extended");
  }
}

/** Carries out an order as the sweep's owner for a moment. */
async function applyUnowned(store: SweepStore, row: SweepRow, order: SweepOrder): Promise<void> {
  if (order.kind === "stop" || order.kind === "stop-now") return stopUnowned(store, row);
  const ended = row.state === "finished" || row.state === "stopped" || row.state === "failed";
  await store.database.write((connection) => {
    if (order.kind === "extend") extendSpec(connection, row.id, order.count);
    else recordOrder(connection, row.id, order);
    if (order.kind === "extend" && ended) reopen(connection, row.id);
    releaseOwnership(connection, row);
  });
}

async function stopUnowned(store: SweepStore, row: SweepRow): Promise<void> {
  const trials = await openTrialStore(store, row, null);
  await trials.cancelOpen("stopped");
  await endSweep(store, row, { state: "stopped", reason: "stopped", activeMs: row.active_ms });
}
