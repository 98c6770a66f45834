import { SweepError } from "../../../base/index.js";
import type { History, Sampler, SamplerContext } from "../sampler.js";
import { gridAxis } from "./grid-axis.js";
import { GridWalk } from "./grid-walk.js";
import { gridProblems, type Steps, stepsOf } from "./steps.js";

export interface GridOptions {
  /**
   * How many values of every parameter that has no finite number of them; or, by label, how many of that one. By label it
   * may also thin out a parameter with many values. Default: none, which only a finite space can do without.
   */
  readonly steps?: Steps | undefined;
}

/**
 * Grid search: every combination of values once, in order, the last parameter changing fastest; parameters of options
 * that are not chosen do not multiply it. Points tried before, by whomever, are left out, so that a search goes on where it
 * was. It ends by itself. Costs O(parameters) a suggestion.
 *
 * @throws SweepError `bad-argument` naming what of `steps` is wrong; a study throws `bad-space` when a parameter needs steps
 *   and has none
 */
export function grid(options: GridOptions = {}): Sampler {
  const problems = gridProblems(options);
  if (problems.length > 0) {
    const words = problems.map(({ path, message }) => `${path} ${message}`);
    throw new SweepError("bad-argument", `grid: ${words.join("; ")}`);
  }
  const walks = new WeakMap<History, GridWalk>();
  const walkOf = ({ space, history }: Pick<SamplerContext, "space" | "history">): GridWalk => {
    const known = walks.get(history);
    if (known !== undefined) return known;
    const counts = stepsOf(space, options.steps);
    const axes = space.parameters.map(({ distribution }, index) => gridAxis(distribution, counts[index] ?? null));
    const walk = new GridWalk(space, axes);
    walks.set(history, walk);
    return walk;
  };
  return {
    name: "grid",
    learns: false,
    suggest: (context) => walkOf(context).next(context.history),
    remaining: (known) => walkOf(known).remaining(known.history),
  };
}
