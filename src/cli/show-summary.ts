import type { Command } from "commander";
import type { SweepStore, SweepSummary } from "../sweep/index.js";
import type { Terminal } from "./output/terminal.js";
import { sweepCommand } from "./settings.js";

/** Prints a sweep as it stands, with what its trials say about the best one. */
export async function showSummary(
  command: Command,
  { store, summary, terminal }: { store: SweepStore; summary: SweepSummary; terminal: Terminal },
): Promise<void> {
  const [{ findSweep, listTrials }, { summaryText }] = await Promise.all([
    import("../sweep/index.js"),
    import("./output/summary.js"),
  ]);
  const { sweepId } = summary;
  const [{ spec, stopReason }, trials] = await Promise.all([findSweep(store, sweepId), listTrials(store, sweepId)]);
  const { home, artifactRoot } = store;
  const again = sweepCommand(command, "show", sweepId);
  terminal.line(summaryText({ summary, spec, trials, home, artifactRoot, stopReason, again }, terminal.out));
}
