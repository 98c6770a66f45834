import type { Command } from "commander";
import type { SweepListing, SweepStore, SweepSummary } from "../sweep/index.js";
import { exitCodeOfSweep } from "./exit-codes.js";
import { obeySignals } from "./interrupts.js";
import { toJson } from "./output/json.js";
import { createTerminal, type Terminal } from "./output/terminal.js";
import { type ProgressView, silentView } from "./progress/progress-view.js";
import { sweepCommand } from "./settings.js";
import { showSummary } from "./show-summary.js";

export interface FollowOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly takeover?: boolean;
}

/** Runs a stored sweep in this process, shows it, prints its summary. @returns the exit code */
export async function followSweep(
  command: Command,
  target: { store: SweepStore; sweepId: string; metric: string },
  options: FollowOptions,
): Promise<number> {
  const { store, sweepId, metric } = target;
  const terminal = createTerminal();
  const view = options.quiet ? silentView : await createView(terminal, metric);
  const { runSweep } = await import("../sweep/index.js");
  const run = runSweep(store, {
    sweepId,
    onEvent: (event) => view.onEvent(event),
    ...(options.takeover === undefined ? {} : { takeover: options.takeover }),
  });
  const ignoreSignals = obeySignals(run, (text) => view.say(text));
  let summary: SweepSummary;
  try {
    summary = await run.summary;
  } finally {
    ignoreSignals();
    view.close();
  }
  if (options.json) terminal.line(toJson(summary));
  if (!options.json && !options.quiet) {
    if (terminal.err.isTerminal) terminal.errorLine("");
    await showSummary(command, { store, summary, terminal });
  } else if (summary.state === "interrupted" && !options.quiet) {
    terminal.errorLine(`interrupted; go on with: ${sweepCommand(command, "resume", sweepId)}`);
  }
  return exitCodeOfSweep(summary);
}

async function createView(terminal: Terminal, metric: string): Promise<ProgressView> {
  if (terminal.err.isTerminal) {
    const { LiveView } = await import("./progress/live-view.js");
    return new LiveView(terminal, metric);
  }
  const { PlainView } = await import("./progress/plain-view.js");
  return new PlainView(terminal, metric);
}

/** What a listing tells `followSweep`. */
export function targetOf(store: SweepStore, { sweepId, spec }: SweepListing) {
  return { store, sweepId, metric: spec.metric.name };
}
