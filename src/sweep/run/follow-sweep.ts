import { setTimeout as delay } from "node:timers/promises";
import type { SweepStore } from "../open-store.js";
import type { SweepEvent } from "../progress.js";
import { listingById } from "../queries/list-sweeps.js";

const LOOK_MS = 250;

/** Watches a sweep that another process runs, until that process is done with it or `signal` aborts. */
export async function followSweep(
  store: SweepStore,
  sweepId: string,
  { onEvent, signal }: { onEvent: (event: SweepEvent) => void; signal: AbortSignal },
): Promise<void> {
  const startedMs = store.clock.monotonic();
  let shown = "";
  while (!signal.aborted) {
    const { state, owner, counts, best, spec } = await listingById(store, sweepId);
    const elapsedMs = store.clock.monotonic() - startedMs;
    const news = JSON.stringify([state, counts]);
    if (news !== shown)
      onEvent({ kind: "progress", progress: { state, total: spec.maxEvals, counts, best, elapsedMs } });
    shown = news;
    if (owner?.alive !== true) return;
    // An abort ends the pause by rejecting it, which the loop's condition then sees.
    await delay(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}
