import type { NumberPrior } from "../../../distributions/hyperopt-prior.js";
import { erfc } from "../../../numerics/erfc.js";
import { exp } from "../../../numerics/exp.js";
import { log } from "../../../numerics/log.js";
import type { NormalMixture } from "./adaptive-parzen.js";

const SMALLEST = 1e-12;

/** What a density needs to know of a prior: `bounds` in the logarithm of the value if `log`. */
export type Range = Pick<NumberPrior, "log" | "bounds" | "q">;

/**
 * Logarithm of a mixture's density, as a function of the value; with `q`, of its mass in the value's cell, cut to the bounds. Divided by the
 * mixture's mass within the bounds, except for a logarithmic scale without `q`: hyperopt leaves it out there, which shifts
 * all values alike. NaN for cells that lie outside of the bounds.
 *
 * @see hyperopt's `GMM1_lpdf` and `LGMM1_lpdf`
 */
export function logDensityOf(mixture: NormalMixture, range: Range): (value: number) => number {
  const { q } = range;
  const accepted = log(range.bounds === null ? 1 : massOf(mixture, range.bounds));
  if (q !== null) return (value) => log(massOf(mixture, cellOf(value, q, range))) - accepted;
  return range.log
    ? (value) => logSumOf(mixture, (mean, deviation) => logNormalDensity(value, mean, deviation))
    : (value) => logSumOf(mixture, (mean, deviation) => normalDensity(value, mean, deviation)) - accepted;
}

/** log Σ weight · exp(logarithm of a component's density). */
function logSumOf({ weights, means, deviations }: NormalMixture, density: (mean: number, deviation: number) => number) {
  const terms = means.map((mean, index) => log(weights[index] as number) + density(mean, deviations[index] as number));
  let largest = -Infinity;
  for (const term of terms) largest = Math.max(largest, term);
  let sum = 0;
  for (const term of terms) sum += exp(term - largest);
  return log(sum) + largest;
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
