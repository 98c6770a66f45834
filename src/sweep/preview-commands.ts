import { SweepError } from "../base/index.js";
import { commandLine } from "../workers/index.js";
import { studyOf } from "./run/study-of.js";
import type { SweepSpec } from "./spec.js";

/**
 * The commands of a sweep's first trials, without running any. Those of a sampler that learns are what it would propose
 * if all of them ran at the same time.
 *
 * @throws SweepError `bad-argument` when the sweep has no command or the command a wrong placeholder, `bad-space`
 */
export async function previewCommands(spec: SweepSpec, count: number): Promise<readonly (readonly string[])[]> {
  if (spec.command === null) {
    throw new SweepError("bad-argument", "There is no command: put it after -- or into the space file.");
  }
  const study = studyOf(spec);
  const commands: (readonly string[])[] = [];
  for (let left = Math.min(count, spec.maxEvals ?? count); left > 0; left--) {
    const trial = study.ask();
    if (trial === null) break;
    commands.push(commandLine({ words: spec.command, params: trial.params, paramsFile: "params.json" }).words);
  }
  return commands;
}
