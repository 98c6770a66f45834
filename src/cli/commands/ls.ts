import type { Command } from "commander";
import type { SweepListing } from "../../sweep/index.js";
import { example } from "../arguments.js";
import { type Listing, type ListingOptions, listingOptions, printListing } from "../listing.js";
import { shownValue } from "../output/params.js";
import { endedCount, paintState } from "../output/states.js";
import { createTerminal } from "../output/terminal.js";
import { ago } from "../output/times.js";
import { storeExists, withStore } from "../with-store.js";

export function define(command: Command): void {
  listingOptions(command).action(async (options: ListingOptions) => {
    const sweeps = storeExists(command) ? await listed(command) : [];
    printListing(listing(sweeps), options);
  });
  example(command, "sweep ls");
}

function listed(command: Command): Promise<readonly SweepListing[]> {
  return withStore(command, async (store) => (await import("../../sweep/index.js")).listSweeps(store));
}

function listing(sweeps: readonly SweepListing[]): Listing<SweepListing> {
  const { out } = createTerminal();
  const nowMs = Date.now();
  return {
    rows: sweeps,
    columns: [
      { title: "id", text: ({ sweepId }) => sweepId, paint: out.colors.bold },
      { title: "name", text: ({ name }) => name },
      { title: "state", text: ({ state }) => state, paint: (cell, { state }) => paintState(cell, state, out) },
      { title: "trials", align: "right", text: progressText },
      { title: "metric", text: ({ spec }) => spec.metric.name },
      { title: "best", align: "right", text: ({ best }) => shownValue(best?.value) },
      { title: "started", text: ({ startedAtMs, createdAtMs }) => ago(startedAtMs ?? createdAtMs, nowMs) },
    ],
    json: sweeps.map(overview),
    csv: {
      header: ["sweepId", "name", "experiment", "state", "trials", "metric", "goal", "best", "bestTrial", "createdAt"],
      cells: (sweep) => [
        sweep.sweepId,
        sweep.name,
        sweep.spec.experiment,
        sweep.state,
        endedCount(sweep.counts),
        sweep.spec.metric.name,
        sweep.spec.metric.goal,
        sweep.best?.value ?? null,
        sweep.best?.number ?? null,
        new Date(sweep.createdAtMs).toISOString(),
      ],
    },
    empty: "no sweeps yet; start one: sweep run space.yaml -- python3 train.py",
  };
}

function progressText({ counts, spec }: SweepListing): string {
  return spec.maxEvals === null ? String(endedCount(counts)) : `${endedCount(counts)}/${spec.maxEvals}`;
}

function overview(sweep: SweepListing) {
  const { best, spec } = sweep;
  return {
    sweepId: sweep.sweepId,
    name: sweep.name,
    experimentId: sweep.experimentId,
    experiment: spec.experiment,
    state: sweep.state,
    metric: spec.metric,
    maxEvals: spec.maxEvals,
    counts: sweep.counts,
    best: best === null ? null : { runId: best.runId, number: best.number, loss: best.loss, value: best.value },
    createdAt: new Date(sweep.createdAtMs).toISOString(),
  };
}
