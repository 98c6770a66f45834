import type { SweepState, TrialCounts, TrialState } from "../../sweep/index.js";
import type { Screen } from "./terminal.js";

const UNFINISHED: readonly TrialState[] = ["waiting", "running"];

/** Trials that have their final state. */
export function endedCount(counts: TrialCounts): number {
  return Object.entries(counts).reduce(
    (sum, [state, count]) => (UNFINISHED.includes(state as TrialState) ? sum : sum + count),
    0,
  );
}

/** `38 complete, 2 failed`; states without a trial are left out. */
export function describeCounts(counts: TrialCounts): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state.replace("_", " ")}`);
  return parts.length === 0 ? "none yet" : parts.join(", ");
}

/** Colours a state's name: red what went wrong, yellow what waits for someone, green what is done. */
export function paintState(text: string, state: TrialState | SweepState, { colors }: Screen): string {
  switch (state) {
    case "failed":
    case "no_result":
      return colors.red(text);
    case "interrupted":
    case "paused":
    case "pruned":
    case "cancelled":
      return colors.yellow(text);
    case "running":
    case "stopping":
      return colors.cyan(text);
    case "complete":
    case "finished":
      return colors.green(text);
    default:
      return text;
  }
}
