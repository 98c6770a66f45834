import type { Command } from "commander";
import type { SweepListing, SweepStore } from "../../sweep/index.js";
import { example, SWEEP_ARGUMENT } from "../arguments.js";
import { type ListingOptions, listingOptions } from "../listing.js";
import { toCsv } from "../output/csv.js";
import { toJson } from "../output/json.js";
import { createTerminal } from "../output/terminal.js";
import { moment } from "../output/times.js";
import { showSummary } from "../show-summary.js";
import { withStore } from "../with-store.js";

export function define(command: Command): void {
  listingOptions(command.argument(...SWEEP_ARGUMENT)).action((wanted: string, options: ListingOptions) =>
    withStore(command, (store) => show(command, { store, wanted, options })),
  );
  example(command, "sweep show latest", "sweep show diabetes --json");
}

async function show(
  command: Command,
  { store, wanted, options }: { store: SweepStore; wanted: string; options: ListingOptions },
): Promise<void> {
  const { findSweep, sweepSummary } = await import("../../sweep/index.js");
  const sweep = await findSweep(store, wanted);
  const summary = await sweepSummary(store, sweep.sweepId);
  const terminal = createTerminal();
  if (options.json) return terminal.line(toJson({ ...summary, name: sweep.name, spec: sweep.spec }));
  if (options.csv) {
    const { counts, best } = summary;
    const header = [
      "sweepId",
      "name",
      "experiment",
      "state",
      ...Object.keys(counts),
      "bestTrial",
      "bestValue",
      "durationMs",
    ];
    const head = [sweep.sweepId, sweep.name, summary.experiment, summary.state, ...Object.values(counts)];
    return terminal.line(toCsv(header, [[...head, best?.number ?? null, best?.value ?? null, summary.durationMs]]));
  }
  await showSummary(command, { store, summary, terminal });
  terminal.line(ownerLine(sweep));
}

function ownerLine({ sweepId, owner, createdAtMs, spec }: SweepListing): string {
  const began = `  ${sweepId}, created ${moment(createdAtMs)}, seed ${spec.seed}`;
  return owner?.alive ? `${began}, run by process ${owner.pid} on ${owner.host}` : began;
}
