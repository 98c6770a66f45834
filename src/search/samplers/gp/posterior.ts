import { choleskyRow, createTriangle, solveLower, solveUpper, type Triangle } from "../../numerics/cholesky.js";
import { dot } from "../../numerics/dot.js";
import { logImprovement, logImprovementSlope } from "../../numerics/log-improvement.js";
import { Covariance, EXTRA, type Hyperparameters, NOISE } from "./covariance.js";
import type { Observations } from "./observations.js";

const SMALLEST_VARIANCE = 1e-12;
// Squared distance in lengthscales within which a row counts as one that was observed.
const SAME = 1e-20;
const JITTERS = 8;

/**
 * What the model believes about any point after the observations, and how much better than the incumbent it expects the
 * point to be. The incumbent is the lowest posterior mean at an observed point, so that a lucky noisy loss sets no mark.
 *
 * Fantasised observations may be among the others: they tell the model what to expect at points without a result yet.
 */
export class Posterior {
  readonly #rows: readonly Float64Array[];
  readonly #covariance: Covariance;
  readonly #factor: Triangle;
  readonly #weights: Float64Array;
  readonly #incumbent: number;
  readonly #alike: Float64Array;
  readonly #slopes: Float64Array;
  readonly #solved: Float64Array;

  constructor(observations: Observations, hyperparameters: Hyperparameters) {
    const { rows, targets, ordered } = observations;
    const size = rows.length;
    this.#rows = rows;
    this.#factor = createTriangle(size);
    this.#alike = new Float64Array(size);
    this.#slopes = new Float64Array(size);
    this.#solved = new Float64Array(size);
    this.#covariance = this.#factorise(hyperparameters, ordered);
    this.#weights = targets.slice();
    solveLower(this.#factor, this.#weights, size);
    solveUpper(this.#factor, this.#weights, size);
    // K·w = targets, and K is the matrix of means plus the noise on its diagonal.
    this.#incumbent = targets.reduce((lowest, target, row) => {
      return Math.min(lowest, target - this.#covariance.noise * (this.#weights[row] as number));
    }, Infinity);
  }

  /**
   * Logarithm of the expected improvement at a row, in the targets' unit.
   *
   * @returns -Infinity at a point that has been observed
   */
  logImprovement(row: Float64Array): number {
    if (!this.#compare(row)) return -Infinity;
    const { mean, variance } = this.#summarise();
    const deviation = Math.sqrt(variance);
    return Math.log(deviation) + logImprovement((this.#incumbent - mean) / deviation);
  }

  /** As `logImprovement`, and adds its derivative by the row's numbers to `gradient`. */
  differentiate(row: Float64Array, gradient: Float64Array): number {
    this.#compare(row);
    const { mean, variance } = this.#summarise();
    const deviation = Math.sqrt(variance);
    const z = (this.#incumbent - mean) / deviation;
    const slope = logImprovementSlope(z);
    solveUpper(this.#factor, this.#solved, this.#rows.length);
    const byMean = -slope / deviation;
    const byVariance = variance > SMALLEST_VARIANCE ? -(1 - slope * z) / variance : 0;
    const into = { pull: 0, slope: 0, gradient };
    for (let index = 0; index < this.#rows.length; index++) {
      into.pull = byMean * (this.#weights[index] as number) + byVariance * (this.#solved[index] as number);
      into.slope = this.#slopes[index] as number;
      this.#covariance.addPointSlopes(row, this.#rows[index] as Float64Array, into);
    }
    return Math.log(deviation) + logImprovement(z);
  }

  /** Writes the covariances with all observations; false when the row is one of them. */
  #compare(row: Float64Array): boolean {
    let isNew = true;
    for (let index = 0; index < this.#rows.length; index++) {
      this.#alike[index] = this.#covariance.between(row, this.#rows[index] as Float64Array);
      this.#slopes[index] = this.#covariance.slope;
      if (this.#covariance.distance < SAME) isNew = false;
    }
    return isNew;
  }

  #summarise(): { mean: number; variance: number } {
    const size = this.#rows.length;
    this.#solved.set(this.#alike);
    solveLower(this.#factor, this.#solved, size);
    const explained = dot(this.#solved, this.#solved, size);
    const mean = dot(this.#alike, this.#weights, size);
    return { mean, variance: Math.max(SMALLEST_VARIANCE, this.#covariance.variance - explained) };
  }

  /** Raises the noise until the matrix can be factorised: points that nearly coincide make it singular. */
  #factorise(hyperparameters: Hyperparameters, ordered: number): Covariance {
    const parameters = hyperparameters.slice();
    const noise = parameters.length - EXTRA + NOISE;
    for (let attempt = 0; ; attempt++) {
      const covariance = new Covariance(parameters, ordered);
      if (this.#fill(covariance) || attempt === JITTERS) return covariance;
      parameters[noise] = Math.max(parameters[noise] as number, -14) + Math.LN10;
    }
  }

  #fill(covariance: Covariance): boolean {
    for (let index = 0; index < this.#rows.length; index++) {
      const row = this.#rows[index] as Float64Array;
      for (let other = 0; other < index; other++) {
        this.#alike[other] = covariance.between(row, this.#rows[other] as Float64Array);
      }
      this.#alike[index] = covariance.variance + covariance.noise;
      if (!choleskyRow(this.#factor, index, this.#alike)) return false;
    }
    return true;
  }
}
