import type { Random } from "../../../base/index.js";
import { choleskyRow, createTriangle, solveLower, solveUpper, type Triangle } from "../../numerics/cholesky.js";
import { addScaled, dot } from "../../numerics/dot.js";
import { logImprovement, logImprovementSlope } from "../../numerics/log-improvement.js";
import { logSumExp } from "../../numerics/log-sum-exp.js";
import { normalQuantile } from "../../numerics/normal-quantile.js";
import { Covariance, EXTRA, type Hyperparameters, NOISE } from "./covariance.js";
import type { Observations } from "./observations.js";

const SMALLEST_VARIANCE = 1e-12;
// Squared distance in lengthscales within which a row counts as one that was observed.
const SAME = 1e-20;
const JITTERS = 8;
const WORLDS = 16;

/** Points without a result yet, and what their results are imagined from. */
export interface Open {
  readonly rows: readonly Float64Array[];
  readonly random: Random;
}

/** One way in which the open points may end. */
interface World {
  /** Inverse covariance matrix times the targets, imagined ones included. */
  readonly weights: Float64Array;
  /** Lowest posterior mean at a known point: a lucky noisy loss sets no mark. */
  readonly incumbent: number;
}

/**
 * What the model believes about any point after the observations, and how much better than the best it expects the point
 * to be. Results of open points are drawn from the model itself, jointly, several times over; the expected improvement is
 * the mean over these worlds, in all of which the open points are known and nothing more is to be found there.
 *
 * @see J. Snoek, H. Larochelle, R. P. Adams 2012, "Practical Bayesian Optimization of Machine Learning Algorithms",
 *   section 3.3
 */
export class Posterior {
  readonly #rows: readonly Float64Array[];
  readonly #covariance: Covariance;
  readonly #factor: Triangle;
  readonly #worlds: readonly World[];
  readonly #alike: Float64Array;
  readonly #slopes: Float64Array;
  readonly #solved: Float64Array;
  readonly #pulls: Float64Array;
  /** Per world, the incumbent in standard deviations above the mean, and the logarithm of the improvement in these. */
  readonly #z: Float64Array;
  readonly #logs: Float64Array;

  constructor(observations: Observations, hyperparameters: Hyperparameters, open?: Open) {
    const { rows, targets, ordered } = observations;
    this.#rows = [...rows, ...(open?.rows ?? [])];
    const size = this.#rows.length;
    this.#factor = createTriangle(size);
    this.#alike = new Float64Array(size);
    this.#slopes = new Float64Array(size);
    this.#solved = new Float64Array(size);
    this.#pulls = new Float64Array(size);
    this.#covariance = this.#factorise(hyperparameters, ordered);
    this.#worlds = this.#imagine(targets, open);
    this.#z = new Float64Array(this.#worlds.length);
    this.#logs = new Float64Array(this.#worlds.length);
  }

  /**
   * Logarithm of the expected improvement at a row, in the targets' unit.
   *
   * @returns -Infinity at a point that has been observed, or is open
   */
  logImprovement(row: Float64Array): number {
    if (!this.#compare(row)) return -Infinity;
    return this.#improvement(this.#variance());
  }

  /** As `logImprovement`, and adds its derivative by the row's numbers to `gradient`. */
  differentiate(row: Float64Array, gradient: Float64Array): number {
    this.#compare(row);
    const variance = this.#variance();
    const value = this.#improvement(variance);
    this.#collectPulls(variance);
    const into = { pull: 0, slope: 0, gradient };
    for (let index = 0; index < this.#rows.length; index++) {
      into.pull = this.#pulls[index] as number;
      into.slope = this.#slopes[index] as number;
      this.#covariance.addPointSlopes(row, this.#rows[index] as Float64Array, into);
    }
    return value;
  }

  /**
   * Targets that are standard normal before the covariance is applied to them give results of the open points that agree
   * with the model and with each other.
   */
  #imagine(targets: Float64Array, open: Open | undefined): World[] {
    const size = this.#rows.length;
    const known = targets.length;
    const white = new Float64Array(size);
    white.set(targets);
    solveLower(this.#factor, white, known);
    return Array.from({ length: size === known ? 1 : WORLDS }, () => {
      for (let row = known; row < size; row++) white[row] = normalQuantile(open?.random.next() || 0.5);
      const weights = white.slice();
      solveUpper(this.#factor, weights, size);
      let incumbent = Infinity;
      for (let row = 0; row < size; row++) {
        const target = row < known ? (targets[row] as number) : dot(this.#factor[row] as Float64Array, white, row + 1);
        // K·w = targets, and K is the matrix of means plus the noise on its diagonal.
        incumbent = Math.min(incumbent, target - this.#covariance.noise * (weights[row] as number));
      }
      return { weights, incumbent };
    });
  }

  /** Logarithm of the expected improvement after `#compare`, and what it is made of in each world. */
  #improvement(variance: number): number {
    const deviation = Math.sqrt(variance);
    for (let index = 0; index < this.#worlds.length; index++) {
      const { weights, incumbent } = this.#worlds[index] as World;
      const z = (incumbent - dot(this.#alike, weights, this.#rows.length)) / deviation;
      this.#z[index] = z;
      this.#logs[index] = logImprovement(z);
    }
    return Math.log(deviation) + logSumExp(this.#logs) - Math.log(this.#worlds.length);
  }

  /** Derivative of the improvement by the covariance with each observation. */
  #collectPulls(variance: number): void {
    const size = this.#rows.length;
    const deviation = Math.sqrt(variance);
    const total = logSumExp(this.#logs);
    let lift = 0;
    this.#pulls.fill(0);
    for (let index = 0; index < this.#worlds.length; index++) {
      const z = this.#z[index] as number;
      const slope = Math.exp((this.#logs[index] as number) - total) * logImprovementSlope(z);
      lift += slope * z;
      addScaled(this.#pulls, (this.#worlds[index] as World).weights, -slope / deviation);
    }
    if (!(variance > SMALLEST_VARIANCE)) return;
    solveUpper(this.#factor, this.#solved, size);
    addScaled(this.#pulls, this.#solved, -(1 - lift) / variance);
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

  /** Posterior variance after `#compare`. */
  #variance(): number {
    const size = this.#rows.length;
    this.#solved.set(this.#alike);
    solveLower(this.#factor, this.#solved, size);
    return Math.max(SMALLEST_VARIANCE, this.#covariance.variance - dot(this.#solved, this.#solved, size));
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
