import { readFileSync } from "node:fs";
import type { Scores } from "./run.js";

/** Scores by problem, one per seed. */
export type Results = Readonly<Record<string, readonly Scores[]>>;

/** Scores kept in several files: those of one problem follow each other in the order of the files. */
export function joinScores(files: readonly string[]): Results {
  const joined: Record<string, Scores[]> = {};
  for (const file of files) {
    const results = JSON.parse(readFileSync(file, "utf8")) as Results;
    for (const [problem, scores] of Object.entries(results)) joined[problem] = [...(joined[problem] ?? []), ...scores];
  }
  return joined;
}
