import type { NumberPrior } from "../../../distributions/hyperopt-prior.js";
import { erfc } from "../../../numerics/erfc.js";
import { exp } from "../../../numerics/exp.js";
import { log } from "../../../numerics/log.js";
import type { NormalMixture } from "./adaptive-parzen.js";

const SMALLEST = 1e-12;

/** What a density needs to know of a prior: `bounds` in the logarithm of the value if `log`. */
export type Range = Pick<NumberPrior, "log" | "bounds" | "q">;

/**
 * Logarithm of a mixture's density at a value; with `q`, of its mass in the value's cell, cut to the bounds. Divided by the
 * mixture's mass within the bounds, except for a logarithmic scale without `q`: hyperopt leaves it out there, which shifts
 * all values alike. NaN for cells that lie outside of the bounds.
 *
 * @see hyperopt's `GMM1_lpdf` and `LGMM1_lpdf`
 */
export function logDensity(mixture: NormalMixture, value: number, range: Range): number {
  if (range.q !== null) return log(massOf(mixture, cellOf(value, range.q, range))) - log(acceptedMass(mixture, range));
  const terms = mixture.means.map((mean, index) => {
    const deviation = mixture.deviations[index] as number;
    const weight = log(mixture.weights[index] as number);
    return weight + (range.log ? logNormalDensity(value, mean, deviation) : normalDensity(value, mean, deviation));
  });
  const largest = terms.reduce((most, term) => Math.max(most, term), -Infinity);
  const sum = terms.reduce((total, term) => total + exp(term - largest), 0);
  return log(sum) + largest - (range.log ? 0 : log(acceptedMass(mixture, range)));
}

/** Logarithm of a normal's density. */
function normalDensity(value: number, mean: number, deviation: number): number {
  const z = (value - mean) / Math.max(deviation, SMALLEST);
  return -0.5 * z * z - log(Math.sqrt(2 * Math.PI * deviation * deviation));
}

/** Logarithm of the density of a number whose logarithm is normal. */
function logNormalDensity(value: number, mean: number, deviation: number): number {
  const width = Math.max(deviation, SMALLEST);
  const z = (log(value) - mean) / width;
  return -0.5 * z * z - log(width * value * Math.sqrt(2 * Math.PI));
}

/** Ends of a value's cell on the scale of the mixture. */
function cellOf(value: number, q: number, { log: isLog, bounds }: Range): readonly [from: number, to: number] {
  const [low, high] = bounds ?? [-Infinity, Infinity];
  if (!isLog) return [Math.max(value - q / 2, low), Math.min(value + q / 2, high)];
  const from = Math.max(0, value - q / 2, exp(low));
  const to = Math.min(value + q / 2, exp(high));
  return [log(Math.max(from, SMALLEST)), log(Math.max(to, SMALLEST))];
}

function acceptedMass(mixture: NormalMixture, { bounds }: Range): number {
  return bounds === null ? 1 : massOf(mixture, bounds);
}

function massOf({ weights, means, deviations }: NormalMixture, [from, to]: readonly [number, number]): number {
  let mass = 0;
  for (let index = 0; index < means.length; index++) {
    const [weight, mean] = [weights[index] as number, means[index] as number];
    const scale = Math.max(Math.SQRT2 * (deviations[index] as number), SMALLEST);
    mass += weight * massBelow((to - mean) / scale);
    mass -= weight * massBelow((from - mean) / scale);
  }
  return mass;
}

/** Through the error function, as hyperopt does: accurate beside 1, but not in the tails. */
function massBelow(z: number): number {
  const erf = z < 0 ? erfc(-z) - 1 : 1 - erfc(z);
  return 0.5 * (1 + erf);
}
