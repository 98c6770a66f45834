import type { Command } from "commander";
import { flattenParams, SweepError } from "../../base/index.js";
import type { BestTrial, SweepListing } from "../../sweep/index.js";
import { example, SWEEP_ARGUMENT } from "../arguments.js";
import { type ListingOptions, listingOptions } from "../listing.js";
import { toCsv } from "../output/csv.js";
import { fields, pairs } from "../output/fields.js";
import { toJson } from "../output/json.js";
import { short } from "../output/numbers.js";
import { shownValue } from "../output/params.js";
import { createTerminal, type Screen } from "../output/terminal.js";
import { plain } from "../output/text.js";
import { duration } from "../output/times.js";
import { withStore } from "../with-store.js";

export function define(command: Command): void {
  listingOptions(command.argument(...SWEEP_ARGUMENT)).action(async (wanted: string, options: ListingOptions) => {
    const { sweep, best } = await withStore(command, async (store) => {
      const { findSweep, sweepSummary } = await import("../../sweep/index.js");
      const sweep = await findSweep(store, wanted);
      return { sweep, best: (await sweepSummary(store, sweep.sweepId)).best };
    });
    if (best === null) {
      throw new SweepError(
        "no-best-trial",
        `no trial of ${plain(sweep.name)} has ended with a usable ${sweep.spec.metric.name}`,
      );
    }
    const terminal = createTerminal();
    if (options.json) terminal.line(toJson(best));
    else if (options.csv) terminal.line(csv(best));
    else terminal.line(text(sweep, { best, screen: terminal.out }));
  });
  example(command, "sweep best latest", "sweep best diabetes --json");
}

function csv(best: BestTrial): string {
  const params = Object.entries(flattenParams(best.params));
  const metrics = Object.entries(best.metrics);
  const names = [...params.map(([name]) => `params.${name}`), ...metrics.map(([name]) => `metrics.${name}`)];
  const values = [...params, ...metrics].map(([, value]) =>
    typeof value === "object" ? JSON.stringify(value) : value,
  );
  const fixed = ["number", "runId", "loss", "value", "durationMs"];
  return toCsv([...fixed, ...names], [[best.number, best.runId, best.loss, best.value, best.durationMs, ...values]]);
}

function text(sweep: SweepListing, { best, screen }: { best: BestTrial; screen: Screen }): string {
  const shown = (entries: readonly (readonly [string, unknown])[]) =>
    pairs(entries.map(([name, value]) => [plain(name), plain(shownValue(value as never))]));
  const { metric } = sweep.spec;
  const value = `${plain(metric.name)} ${screen.colors.bold(screen.colors.green(short(best.value)))}`;
  return fields(
    [
      ["Trial", [`${best.number} of ${plain(sweep.name)} (${sweep.sweepId}), ${duration(best.durationMs)}`]],
      ["Best", [value]],
      ["Params", shown(Object.entries(flattenParams(best.params)))],
      ["Metrics", shown(Object.entries(best.metrics))],
      ["Run", [best.runId]],
    ],
    screen,
  );
}
