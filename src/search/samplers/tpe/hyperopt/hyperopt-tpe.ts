import type { Random } from "../../../../base/index.js";
import type { Distribution } from "../../../distributions/distribution.js";
import type { Values } from "../../../spaces/nodes.js";
import type { History, SamplerContext } from "../../sampler.js";
import { drawFromPrior } from "./mixture-draw.js";
import { drawFromOptions } from "./option-posterior.js";
import { likeliest, modelOf } from "./parameter-model.js";
import { splitLosses } from "./split-losses.js";

const MOST_GOOD = 25;

export interface HyperoptOptions {
  readonly startup: number;
  readonly gamma: number;
  readonly candidates: number;
  readonly priorWeight: number;
}

/**
 * Suggests as hyperopt's `tpe.suggest` does: one parameter after the other, each by a model of its own, without looking at
 * combinations, and in a finite space without looking at what was proposed before. Values of quantised ranges are rounded
 * after they are drawn: the two ends get half of their share, and a value can lie half a step outside of the range.
 *
 * @see Bergstra, Yamins, Cox 2013, "Making a Science of Model Search", and hyperopt 0.3.0
 */
export function suggestAsHyperopt({ space, history, random }: SamplerContext, options: HyperoptOptions): Values {
  const trials = countedTrials(history);
  if (trials.positions.length < options.startup) {
    return space.build(({ distribution }) => drawPrior(distribution, random));
  }
  const good = splitLosses(trials.losses, options.gamma, MOST_GOOD);
  return space.build(({ label, distribution }) => {
    const below: number[] = [];
    const above: number[] = [];
    for (const [index, position] of trials.positions.entries()) {
      const value = history.observations[position]?.values[label];
      if (value !== undefined) (good[index] === 1 ? below : above).push(value);
    }
    const observed = { below: Float64Array.from(below), above: Float64Array.from(above) };
    return likeliest(modelOf(distribution.hyperopt, observed, options), options.candidates, random);
  });
}

/** Trials that hyperopt looks at: a loss that is NaN is no result, one that is missing is infinite. */
function countedTrials({ observations }: History): { positions: readonly number[]; losses: Float64Array } {
  const losses = observations.map(({ state, loss }) => (state === "complete" ? loss : Infinity));
  const positions = [...losses.keys()].filter((position) => !Number.isNaN(losses[position]));
  return { positions, losses: Float64Array.from(positions, (position) => losses[position] as number) };
}

function drawPrior({ hyperopt }: Distribution, random: Random): number {
  return hyperopt.kind === "number" ? drawFromPrior(hyperopt, random) : drawFromOptions(hyperopt, random.next());
}
