import { BoxMinimizer } from "../../numerics/box-minimizer.js";
import type { Hyperparameters } from "./covariance.js";
import { Evidence } from "./evidence.js";
import type { Observations } from "./observations.js";
import { beliefs, boxOf, centre } from "./prior.js";

const ITERATIONS = 30;
const TOLERANCE = 1e-3;

/**
 * The most likely hyperparameters given the observations (MAP).
 *
 * @param start where to search from; `null`: from what is most likely before any observation
 */
export function fitHyperparameters(observations: Observations, start: Hyperparameters | null): Hyperparameters {
  const axes = (observations.rows[0] as Float64Array).length;
  const priors = beliefs(axes);
  const parameters = start?.slice() ?? centre(priors);
  const options = { ...boxOf(priors), iterations: ITERATIONS, tolerance: TOLERANCE };
  new BoxMinimizer(priors.length).minimize(new Evidence(observations, priors), parameters, options);
  return parameters;
}
