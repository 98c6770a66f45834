import { BoxMinimizer } from "../../numerics/box-minimizer.js";
import type { Hyperparameters } from "./covariance.js";
import { Evidence } from "./evidence.js";
import type { Observations } from "./observations.js";
import { beliefs, boxOf, centre } from "./prior.js";

// A fit of many observations costs much and starts near its end.
const ITERATIONS = 30;
const ITERATIONS_OF_MANY = 15;
const MANY = 100;
const TOLERANCE = 1e-3;

/**
 * The most likely hyperparameters given the observations (MAP).
 *
 * @param start where to search from; `null`: from what is most likely before any observation
 */
export function fitHyperparameters(observations: Observations, start: Hyperparameters | null): Hyperparameters {
  const { rows, ordered } = observations;
  const priors = beliefs(rows[0]?.length ?? 0, ordered);
  const parameters = start?.slice() ?? centre(priors);
  const iterations = rows.length < MANY ? ITERATIONS : ITERATIONS_OF_MANY;
  const options = { ...boxOf(priors), iterations, tolerance: TOLERANCE };
  new BoxMinimizer(priors.length).minimize(new Evidence(observations, priors), parameters, options);
  return parameters;
}
