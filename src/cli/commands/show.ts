import type { Command } from "commander";
import type { SweepListing, SweepStore } from "../../sweep/index.js";
import { example, SWEEP_ARGUMENT, trialNumber } from "../arguments.js";
import { type ListingOptions, listingOptions } from "../listing.js";
import { toCsv } from "../output/csv.js";
import { fields } from "../output/fields.js";
import { toJson } from "../output/json.js";
import { provenanceFields } from "../output/provenance.js";
import { createTerminal } from "../output/terminal.js";
import { moment } from "../output/times.js";
import { showSummary } from "../show-summary.js";
import { withStore } from "../with-store.js";

interface ShowOptions extends ListingOptions {
  readonly trial?: number;
}

export function define(command: Command): void {
  listingOptions(command.argument(...SWEEP_ARGUMENT))
    .option("--trial <number>", "show one trial instead, with all that is kept of it", trialNumber)
    .action((wanted: string, options: ShowOptions) =>
      withStore(command, async (store) => {
        const { findSweep } = await import("../../sweep/index.js");
        const sweep = await findSweep(store, wanted);
        if (options.trial === undefined) await showSweep(command, { store, sweep, options });
        else await showTrial(sweep, { store, number: options.trial, options });
      }),
    );
  example(command, "sweep show latest", "sweep show diabetes --json", "sweep show latest --trial 3");
}

async function showTrial(
  sweep: SweepListing,
  { store, number, options }: { store: SweepStore; number: number; options: ListingOptions },
): Promise<void> {
  const [{ trialDetails }, page] = await Promise.all([
    import("../../sweep/index.js"),
    import("../output/trial-page.js"),
  ]);
  const trial = await trialDetails(store, sweep.sweepId, number);
  const terminal = createTerminal();
  if (options.json) terminal.line(toJson(page.trialJson(sweep.sweepId, trial)));
  else if (options.csv) terminal.line(toCsv(page.CURVE_HEADER, page.curveRows(trial)));
  else terminal.line(page.trialPage(sweep, trial, terminal.out));
}

async function showSweep(
  command: Command,
  { store, sweep, options }: { store: SweepStore; sweep: SweepListing; options: ListingOptions },
): Promise<void> {
  const { sweepProvenance, sweepSummary } = await import("../../sweep/index.js");
  const summary = await sweepSummary(store, sweep.sweepId);
  const terminal = createTerminal();
  const provenance = await sweepProvenance(store, sweep.sweepId);
  if (options.json) return terminal.line(toJson({ ...summary, name: sweep.name, spec: sweep.spec, provenance }));
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
  const origin = provenanceFields(provenance).filter(([, lines]) => lines.length > 0);
  if (origin.length > 0) terminal.line(`\n${fields(origin, terminal.out)}\n`);
  terminal.line(ownerLine(sweep));
}

function ownerLine({ sweepId, owner, createdAtMs, spec }: SweepListing): string {
  const began = `  ${sweepId}, created ${moment(createdAtMs)}, seed ${spec.seed}`;
  return owner?.alive ? `${began}, run by process ${owner.pid} on ${owner.host}` : began;
}
