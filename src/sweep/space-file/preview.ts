import { SweepError } from "../../base/index.js";
import { parseAlgo, parseSpace, Study } from "../../search/index.js";
import { commandLine } from "../../workers/index.js";
import type { SweepSpec } from "../spec.js";

/** See `previewCommands`. What the search will do once it has results cannot be foreseen: all draws are made without any. */
export function preview(spec: SweepSpec, count: number): readonly (readonly string[])[] {
  const space = parseSpace(spec.space);
  const algo = parseAlgo(spec.algo);
  if (!space.ok || !algo.ok || spec.command === null) throw new SweepError("internal", "the spec was not checked");
  const study = new Study({ space: space.value, algo: algo.value, seed: spec.seed });
  const commands: (readonly string[])[] = [];
  while (commands.length < Math.min(count, spec.maxEvals ?? count)) {
    const trial = study.ask();
    if (trial === null) break;
    const { words } = commandLine({ words: spec.command, params: trial.params, paramsFile: "$SWEEP_PARAMS_FILE" });
    commands.push(words);
  }
  return commands;
}
