import type { Command } from "commander";
import type { SweepStore, SweepSummary } from "../sweep/index.js";
import type { ModelVersion, TrackingSchema } from "../tracking/index.js";
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
  const { sweepId, experimentId, best } = summary;
  const { spec, stopReason } = await findSweep(store, sweepId);
  const input = {
    summary,
    spec,
    stopReason,
    trials: await listTrials(store, sweepId),
    champion: await championOf(store, summary),
    home: store.home,
    artifacts: best === null ? null : await store.artifacts.locate({ experimentId, runId: best.runId }, ""),
    show: sweepCommand(command, "show", sweepId),
    resume: sweepCommand(command, "resume", sweepId),
  };
  terminal.line(summaryText(input, terminal.out));
}

/** The champion of the sweep's registered model, which may be of another sweep. */
async function championOf(store: SweepStore, { model }: SweepSummary): Promise<ModelVersion | null> {
  if (model === null) return null;
  const { getModelVersionByAlias } = await import("../tracking/index.js");
  return getModelVersionByAlias(store.database.as<TrackingSchema>().kysely, model.name, "champion");
}
