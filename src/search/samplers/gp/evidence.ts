import type { Objective } from "../../numerics/box-minimizer.js";
import {
  cholesky,
  createTriangle,
  invertFactored,
  solveLower,
  solveUpper,
  type Triangle,
} from "../../numerics/cholesky.js";
import { dot } from "../../numerics/dot.js";
import { ADDITIVE, Covariance, EXTRA, type Hyperparameters, JOINT, NOISE } from "./covariance.js";
import type { Observations } from "./observations.js";
import type { Belief } from "./prior.js";

/**
 * How badly hyperparameters explain the observations: minus the logarithm of marginal likelihood times prior, with its
 * gradient. O(n³ + n²·axes) an evaluation.
 *
 * @see C. E. Rasmussen, C. K. I. Williams 2006, "Gaussian Processes for Machine Learning", equations 5.8 and 5.9
 */
export class Evidence implements Objective {
  readonly #observations: Observations;
  readonly #priors: readonly Belief[];
  readonly #matrix: Triangle;
  /** Derivative of the joint part by the scaled squared distance. */
  readonly #slopes: Triangle;
  readonly #factor: Triangle;
  readonly #scratch: Triangle;
  readonly #inverse: Triangle;
  /** Inverse matrix times targets. */
  readonly #solved: Float64Array;

  constructor(observations: Observations, priors: readonly Belief[]) {
    const size = observations.rows.length;
    this.#observations = observations;
    this.#priors = priors;
    this.#matrix = createTriangle(size);
    this.#slopes = createTriangle(size);
    this.#factor = createTriangle(size);
    this.#scratch = createTriangle(size);
    this.#inverse = createTriangle(size);
    this.#solved = new Float64Array(size);
  }

  evaluate(x: Hyperparameters, gradient: Float64Array): number {
    const { rows, targets, ordered } = this.#observations;
    const size = rows.length;
    const covariance = new Covariance(x, ordered);
    this.#fill(covariance);
    if (!cholesky(this.#matrix, this.#factor, size)) return Infinity;
    this.#solved.set(targets);
    solveLower(this.#factor, this.#solved, size);
    let value = 0.5 * dot(this.#solved, this.#solved, size);
    for (let row = 0; row < size; row++) value += Math.log((this.#factor[row] as Float64Array)[row] as number);
    solveUpper(this.#factor, this.#solved, size);
    invertFactored(this.#factor, { scratch: this.#scratch, inverse: this.#inverse, size });
    this.#differentiate(covariance, gradient);
    return value + this.#addPriors(x, gradient);
  }

  #fill(covariance: Covariance): void {
    const { rows } = this.#observations;
    for (let row = 0; row < rows.length; row++) {
      const point = rows[row] as Float64Array;
      const values = this.#matrix[row] as Float64Array;
      const slopes = this.#slopes[row] as Float64Array;
      for (let column = 0; column < row; column++) {
        values[column] = covariance.between(point, rows[column] as Float64Array);
        slopes[column] = covariance.slope;
      }
      values[row] = covariance.variance + covariance.noise;
    }
  }

  /** Half the trace of (K⁻¹ - ααᵀ)·dK for each hyperparameter, α being the solved targets. */
  #differentiate(covariance: Covariance, gradient: Float64Array): void {
    const { rows } = this.#observations;
    const axes = covariance.weights.length;
    let joint = 0;
    let additive = 0;
    let trace = 0;
    gradient.fill(0);
    for (let row = 0; row < rows.length; row++) {
      const point = rows[row] as Float64Array;
      const own = this.#solved[row] as number;
      const inverse = this.#inverse[row] as Float64Array;
      const values = this.#matrix[row] as Float64Array;
      const slopes = this.#slopes[row] as Float64Array;
      for (let column = 0; column < row; column++) {
        const pull = (inverse[column] as number) - own * (this.#solved[column] as number);
        const slope = slopes[column] as number;
        const alike = covariance.addWeightSlopes(point, rows[column] as Float64Array, { pull, slope, gradient });
        const shared = covariance.additiveShare * alike;
        additive += pull * shared;
        joint += pull * ((values[column] as number) - shared);
      }
      trace += (inverse[row] as number) - own * own;
    }
    gradient[axes + JOINT] = joint + 0.5 * trace * covariance.joint;
    gradient[axes + ADDITIVE] = additive + 0.5 * trace * covariance.additiveShare * axes;
    gradient[axes + NOISE] = 0.5 * trace * covariance.noise;
  }

  #addPriors(x: Hyperparameters, gradient: Float64Array): number {
    let value = 0;
    for (let index = 0; index < x.length; index++) {
      const { mean, deviation } = this.#priors[index] as Belief;
      const away = ((x[index] as number) - mean) / deviation;
      value += 0.5 * away * away;
      gradient[index] = (gradient[index] as number) + away / deviation;
    }
    return value;
  }
}

export const hyperparameterCount = (axes: number): number => axes + EXTRA;
