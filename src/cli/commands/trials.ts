import type { Command } from "commander";
import { flattenParams, type Json } from "../../base/index.js";
import type { ListedTrial, SweepListing } from "../../sweep/index.js";
import { example, SWEEP_ARGUMENT } from "../arguments.js";
import { type Listing, type ListingOptions, listingOptions, printListing } from "../listing.js";
import type { Cell } from "../output/csv.js";
import { shownValue, varyingNames } from "../output/params.js";
import { paintState } from "../output/states.js";
import type { Column } from "../output/table.js";
import { createTerminal } from "../output/terminal.js";
import { duration, isoTime } from "../output/times.js";
import { withStore } from "../with-store.js";

export function define(command: Command): void {
  listingOptions(command.argument(...SWEEP_ARGUMENT)).action(async (wanted: string, options: ListingOptions) => {
    const listing = await withStore(command, async (store) => {
      const { findSweep, listTrials } = await import("../../sweep/index.js");
      const sweep = await findSweep(store, wanted);
      return listingOf(sweep, await listTrials(store, sweep.sweepId));
    });
    printListing(listing, options);
  });
  example(command, "sweep trials latest", "sweep trials diabetes --csv > trials.csv");
}

function listingOf(sweep: SweepListing, trials: readonly ListedTrial[]): Listing<ListedTrial> {
  return {
    rows: trials,
    columns: columnsOf(sweep, trials),
    json: trials.map(described),
    csv: csvOf(trials),
    empty: "no trials yet",
  };
}

function columnsOf(sweep: SweepListing, trials: readonly ListedTrial[]): readonly Column<ListedTrial>[] {
  const { out } = createTerminal();
  const isBest = ({ number }: ListedTrial) => number === sweep.best?.number;
  const attempt: Column<ListedTrial> = {
    title: "attempt",
    align: "right",
    text: ({ attempt }) => String(attempt),
  };
  const reason: Column<ListedTrial> = { title: "reason", text: ({ reason }) => reason ?? "" };
  return [
    { title: "#", align: "right", text: ({ number }) => String(number) },
    { title: "state", text: ({ state }) => state, paint: (cell, { state }) => paintState(cell, state, out) },
    {
      title: sweep.spec.metric.name,
      align: "right",
      text: ({ value }) => shownValue(value ?? undefined),
      paint: (cell, trial) => (isBest(trial) ? out.colors.bold(out.colors.green(cell)) : cell),
    },
    {
      title: "time",
      align: "right",
      text: ({ durationMs }) => (durationMs === null ? "" : duration(durationMs)),
    },
    ...(trials.some(({ attempt }) => attempt > 1) ? [attempt] : []),
    ...(trials.some(({ reason }) => reason !== null) ? [reason] : []),
    ...varyingNames(trials.map(({ params }) => params)).map(
      (name): Column<ListedTrial> => ({
        title: name,
        align: "right",
        text: ({ params }) => shownValue(flattenParams(params)[name]),
      }),
    ),
  ];
}

function described(trial: ListedTrial) {
  const { number, runId, state, reason, attempt, params, loss, value, metrics, durationMs, worker } = trial;
  const startedAt = isoTime(trial.startedAtMs);
  return { number, runId, state, reason, attempt, params, loss, value, metrics, startedAt, durationMs, worker };
}

function csvOf(trials: readonly ListedTrial[]): Listing<ListedTrial>["csv"] {
  const paramNames = [...new Set(trials.flatMap(({ params }) => Object.keys(flattenParams(params))))];
  const metricNames = [...new Set(trials.flatMap(({ metrics }) => Object.keys(metrics)))];
  const fixed = ["number", "runId", "state", "reason", "attempt", "loss", "value", "startedAt", "durationMs", "worker"];
  return {
    header: [...fixed, ...paramNames.map((name) => `params.${name}`), ...metricNames.map((name) => `metrics.${name}`)],
    cells: (trial) => {
      const params = flattenParams(trial.params);
      return [
        ...[trial.number, trial.runId, trial.state, trial.reason, trial.attempt, trial.loss, trial.value],
        ...[isoTime(trial.startedAtMs), trial.durationMs, trial.worker],
        ...paramNames.map((name) => cell(params[name])),
        ...metricNames.map((name) => cell(trial.metrics[name])),
      ];
    },
  };
}

function cell(value: Json | undefined): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}
