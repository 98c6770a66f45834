import type { Scores } from "./run.js";

/** Runs the peers' newest releases on standard problems. */
export function runPeers(_options: { problems: readonly string[]; seeds: number; budget: number }): Readonly<Record<string, Readonly<Record<string, readonly Scores[]>>>> {
  return {};
}
