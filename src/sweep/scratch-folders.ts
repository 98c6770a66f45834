import { join } from "node:path";
import type { ScratchFolders } from "./keep-files.js";
import type { SweepStore } from "./open-store.js";

/** Where the attempts of all sweeps write. */
export function scratchRoot({ home }: Pick<SweepStore, "home">): string {
  return join(home, "trials");
}

/** Where the attempts of one command sweep write: `trials/<sweep>/<trial>/<attempt>` below the home folder. */
export function scratchFolders(store: Pick<SweepStore, "home">, sweepId: string): ScratchFolders & { sweep: string } {
  const sweep = join(scratchRoot(store), sweepId);
  return {
    sweep,
    trial: (trialNumber) => join(sweep, String(trialNumber)),
    attempt: ({ trialNumber, attempt }) => join(sweep, String(trialNumber), String(attempt)),
  };
}
