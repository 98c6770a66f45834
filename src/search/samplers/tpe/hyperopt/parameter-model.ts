import type { Random } from "../../../../base/index.js";
import type { NumberPrior, OptionPrior } from "../../../distributions/hyperopt-prior.js";
import { exp } from "../../../numerics/exp.js";
import { log } from "../../../numerics/log.js";
import { adaptiveParzen } from "./adaptive-parzen.js";
import { logDensityOf } from "./mixture-density.js";
import { drawFromMixture } from "./mixture-draw.js";
import { OptionPosterior } from "./option-posterior.js";

/** So many of the newest observations are not forgotten. */
const KEPT = 25;
const SMALLEST = 1e-12;

/** One parameter's model: where good values lie, and how much likelier a value is to be good than bad. */
export interface Model {
  draw(random: Random): number;
  score(value: number): number;
}

interface Weights {
  readonly priorWeight: number;
}

/** Values of the good trials and of the others, oldest first. */
export interface Observed {
  readonly below: Float64Array;
  readonly above: Float64Array;
}

export function modelOf(prior: NumberPrior | OptionPrior, observed: Observed, options: Weights): Model {
  return prior.kind === "number" ? numberModel(prior, observed, options) : optionModel(prior, observed, options);
}

function numberModel(prior: NumberPrior, observed: Observed, { priorWeight }: Weights): Model {
  const toScale = scaleOf(prior);
  const [below, above] = [observed.below, observed.above].map((values) =>
    adaptiveParzen(values.map(toScale), { prior, priorWeight, kept: KEPT }),
  ) as [ReturnType<typeof adaptiveParzen>, ReturnType<typeof adaptiveParzen>];
  const [good, bad] = [logDensityOf(below, prior), logDensityOf(above, prior)];
  return { draw: (random) => drawFromMixture(below, prior, random), score: (value) => good(value) - bad(value) };
}

function optionModel(prior: OptionPrior, { below, above }: Observed, { priorWeight }: Weights): Model {
  const weights = { priorWeight, kept: KEPT };
  const [good, bad] = [new OptionPosterior(prior, below, weights), new OptionPosterior(prior, above, weights)];
  return {
    draw: (random) => good.draw(random),
    score: (value) => log(good.probability(value)) - log(bad.probability(value)),
  };
}

/** Where an observed value lies on its prior's scale; one that was rounded below the range counts as its lower end. */
function scaleOf({ log: isLog, q, bounds }: NumberPrior): (value: number) => number {
  if (!isLog) return (value) => value;
  if (q === null) return log;
  const smallest = bounds === null ? SMALLEST : Math.max(SMALLEST, exp(bounds[0]));
  return (value) => log(Math.max(value, smallest));
}

/** The best of some draws, the first of equal ones. */
export function likeliest(model: Model, candidates: number, random: Random): number {
  let best = model.draw(random);
  let bestScore = model.score(best);
  for (let draw = 1; draw < candidates; draw++) {
    const value = model.draw(random);
    const score = model.score(value);
    if (!(score > bestScore) && !Number.isNaN(bestScore)) continue;
    best = value;
    bestScore = score;
  }
  return best;
}
