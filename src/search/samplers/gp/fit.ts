import { BoxMinimizer } from "../../numerics/box-minimizer.js";
import type { Hyperparameters } from "./covariance.js";
import { Evidence } from "./evidence.js";
import type { Observations } from "./observations.js";
import { beliefs, boxOf, centre } from "./prior.js";

const ITERATIONS = 30;
const TOLERANCE = 1e-3;

/** The most likely hyperparameters given the observations (MAP), searched for from each of the given starts. */
export function fitHyperparameters(observations: Observations, starts: readonly Hyperparameters[]): Hyperparameters {
  const axes = (observations.rows[0] as Float64Array).length;
  const priors = beliefs(axes);
  const options = { ...boxOf(priors), iterations: ITERATIONS, tolerance: TOLERANCE };
  const evidence = new Evidence(observations, priors);
  const minimizer = new BoxMinimizer(priors.length);
  let best = centre(priors);
  let lowest = Infinity;
  for (const start of starts.length > 0 ? starts : [best]) {
    const parameters = start.slice();
    const value = minimizer.minimize(evidence, parameters, options);
    if (value < lowest) {
      lowest = value;
      best = parameters;
    }
  }
  return best;
}
