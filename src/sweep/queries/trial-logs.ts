import { existsSync } from "node:fs";
import { join } from "node:path";
import { SweepError } from "../../base/index.js";
import type { SweepStore } from "../open-store.js";
import { scratchFolders } from "../scratch-folders.js";
import { sweepRow } from "../store/sweep-rows.js";
import { trialRecord } from "./list-trials.js";

export interface TrialLogPaths {
  /** Absolute; the file is absent while nothing was printed. */
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the trial has ended, so that the files will not grow any more. */
  readonly finished: boolean;
}

/**
 * Where a trial's raw output is or, while it runs, is being written.
 *
 * @throws SweepError `not-found` when there is no such trial, or it has not started
 */
export async function trialLogPaths(store: SweepStore, sweepId: string, trialNumber: number): Promise<TrialLogPaths> {
  const { experiment_id: experimentId } = await sweepRow(store.database, sweepId);
  const trial = await trialRecord(store.database, sweepId, trialNumber);
  if (trial.state === "waiting") {
    throw new SweepError("not-found", `Trial ${trialNumber} of sweep ${sweepId} has not started yet.`);
  }
  const scratch = scratchFolders(store, sweepId).attempt({ sweepId, trialNumber, attempt: trial.attempt });
  const kept = await store.artifacts.locate({ experimentId, runId: trial.runId }, "logs");
  // Just after the end the files may still be where they were written.
  const finished = trial.told !== null;
  const pathOf = (name: string) => {
    const path = join(kept, name);
    return finished && (existsSync(path) || !existsSync(join(scratch, name))) ? path : join(scratch, name);
  };
  return { stdout: pathOf("stdout.txt"), stderr: pathOf("stderr.txt"), finished };
}
