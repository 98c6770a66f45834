import type { Random } from "../../../../base/index.js";
import type { NumberPrior } from "../../../distributions/hyperopt-prior.js";
import { roundToMultiple } from "../../../distributions/hyperopt-rounding.js";
import { exp } from "../../../numerics/exp.js";
import { normalQuantile } from "../../../numerics/normal-quantile.js";
import type { NormalMixture } from "./adaptive-parzen.js";

// A uniform draw can be 0, whose normal quantile is infinite.
const SMALLEST = 2 ** -54;

/**
 * Draws a value of a mixture. What lies outside of the bounds, the upper one included, is drawn again; then the value is
 * rounded, which may take it up to half a step beyond them.
 *
 * @see hyperopt's `GMM1` and `LGMM1`
 */
export function drawFromMixture(mixture: NormalMixture, prior: NumberPrior, random: Random): number {
  const [low, high] = prior.bounds ?? [-Infinity, Infinity];
  for (;;) {
    const index = pick(mixture.weights, random);
    const [mean, deviation] = [mixture.means[index] as number, mixture.deviations[index] as number];
    const drawn = mean + deviation * normalQuantile(Math.max(SMALLEST, random.next()));
    // The prior's own normal is among those to pick from, so this ends.
    if (drawn >= low && drawn < high) return toValue(drawn, prior);
  }
}

/** Draws a value of the prior itself. */
export function drawFromPrior(prior: NumberPrior, random: Random): number {
  const unit = random.next();
  const { bounds, mean, deviation } = prior;
  const drawn =
    bounds === null ? mean + deviation * normalQuantile(Math.max(SMALLEST, unit)) : bounds[0] + unit * deviation;
  return toValue(drawn, prior);
}

function toValue(drawn: number, { log: isLog, q }: NumberPrior): number {
  const value = isLog ? Math.min(Number.MAX_VALUE, exp(drawn)) : drawn;
  return q === null ? value : roundToMultiple(value, q);
}

function pick(weights: Float64Array, random: Random): number {
  let rest = random.next();
  for (let index = 0; index < weights.length - 1; index++) {
    rest -= weights[index] as number;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}
