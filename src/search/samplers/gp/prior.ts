import type { Box } from "../../numerics/box-minimizer.js";
import { ADDITIVE, EXTRA, type Hyperparameters, JOINT, NOISE } from "./covariance.js";

/** A normal belief about one logarithmic hyperparameter. */
export interface Belief {
  readonly mean: number;
  readonly deviation: number;
  readonly lower: number;
  readonly upper: number;
}

// Lengthscales: log-normal around half the range of a number, and around the one distance between two options of a choice.
// Weights are their inverse squares, hence the factor -2 in the logarithm.
const NUMBER_WEIGHT: Belief = { mean: -2 * Math.log(0.5), deviation: 2, lower: -9, upper: 9 };
const CHOICE_WEIGHT: Belief = { ...NUMBER_WEIGHT, mean: 0 };
const JOINT_VARIANCE: Belief = { mean: 0, deviation: 1, lower: -5, upper: 5 };
const ADDITIVE_VARIANCE: Belief = { mean: -1, deviation: 1.5, lower: -9, upper: 5 };
// Most objectives repeat themselves to within a thousandth of their spread; noisy ones can still say so.
const NOISE_VARIANCE: Belief = { mean: -8, deviation: 2.5, lower: -16, upper: 1 };

/** @param ordered how many of the axes, from the first, are numbers */
export function beliefs(axes: number, ordered: number): readonly Belief[] {
  const all = new Array<Belief>(axes + EXTRA).fill(CHOICE_WEIGHT).fill(NUMBER_WEIGHT, 0, ordered);
  all[axes + JOINT] = JOINT_VARIANCE;
  all[axes + ADDITIVE] = ADDITIVE_VARIANCE;
  all[axes + NOISE] = NOISE_VARIANCE;
  return all;
}

export function boxOf(priors: readonly Belief[]): Box {
  return {
    lower: Float64Array.from(priors, (prior) => prior.lower),
    upper: Float64Array.from(priors, (prior) => prior.upper),
  };
}

/** Where a fit starts that has nothing better: the most likely hyperparameters before any observation. */
export function centre(priors: readonly Belief[]): Hyperparameters {
  return Float64Array.from(priors, (prior) => prior.mean);
}
