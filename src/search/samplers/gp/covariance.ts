/**
 * What the model believes of the losses before it has seen any, in logarithms, so that any vector of them is valid:
 * one inverse squared lengthscale per axis, then the variances of the joint part, of the additive part and of the noise.
 */
export type Hyperparameters = Float64Array;

/** Entries of `Hyperparameters` after those of the axes, as offsets from the number of axes. */
export const JOINT = 0;
export const ADDITIVE = 1;
export const NOISE = 2;
export const EXTRA = 3;

// Keeps the matrix invertible when the noise goes to 0; targets have variance 1.
const NOISE_FLOOR = 1e-6;

/**
 * How alike the losses at two points are: a Matérn 5/2 kernel over all axes together, plus the mean of one kernel per
 * axis. Each axis has its own lengthscale, shared by both parts (automatic relevance determination). The joint part can
 * follow any shape but learns of each region apart; the additive part carries what one axis showed in one region to all
 * others, which is how most hyperparameters act.
 *
 * The one-axis kernel is rational quadratic with α = 1, 1 / (1 + d²/ℓ²), which needs no exponential.
 *
 * @see C. E. Rasmussen, C. K. I. Williams 2006, "Gaussian Processes for Machine Learning", equations 4.17 and 4.19
 * @see D. Duvenaud, H. Nickisch, C. E. Rasmussen 2011, "Additive Gaussian Processes"
 */
export class Covariance {
  /** Inverse squared lengthscales. */
  readonly weights: Float64Array;
  readonly joint: number;
  /** Variance of the additive part divided by the number of axes. */
  readonly additiveShare: number;
  readonly noise: number;
  /** Variance of the loss itself at any point, without noise. */
  readonly variance: number;
  /** Derivative of the joint part by the scaled squared distance, at the last two points given to `between`. */
  slope = 0;
  /** Scaled squared distance of those points. */
  distance = 0;
  readonly #ordered: number;

  /** @param ordered how many axes, from the first, are numbers; two values of the others are equal or not */
  constructor(parameters: Hyperparameters, ordered: number) {
    const axes = parameters.length - EXTRA;
    this.weights = parameters.slice(0, axes).map(Math.exp);
    this.joint = Math.exp(parameters[axes + JOINT] as number);
    const additive = Math.exp(parameters[axes + ADDITIVE] as number);
    this.additiveShare = additive / axes;
    this.noise = Math.exp(parameters[axes + NOISE] as number) + NOISE_FLOOR;
    this.variance = this.joint + additive;
    this.#ordered = ordered;
  }

  between(a: Float64Array, b: Float64Array): number {
    const { weights } = this;
    const ordered = this.#ordered;
    let distance = 0;
    let alike = 0;
    for (let axis = 0; axis < ordered; axis++) {
      const gap = (a[axis] as number) - (b[axis] as number);
      const scaled = (weights[axis] as number) * gap * gap;
      distance += scaled;
      alike += 1 / (1 + scaled);
    }
    for (let axis = ordered; axis < weights.length; axis++) {
      if (a[axis] === b[axis]) {
        alike += 1;
      } else {
        const scaled = weights[axis] as number;
        distance += scaled;
        alike += 1 / (1 + scaled);
      }
    }
    this.distance = distance;
    const root = Math.sqrt(5 * distance);
    const decay = this.joint * Math.exp(-root);
    this.slope = (-5 / 6) * (1 + root) * decay;
    return (1 + root + (root * root) / 3) * decay + this.additiveShare * alike;
  }

  /**
   * Adds to `gradient` what `pull` times the derivative by each log weight comes to.
   *
   * @param into.slope what `slope` was after `between` of these points
   * @returns the additive part in units of `additiveShare`
   */
  addWeightSlopes(
    a: Float64Array,
    b: Float64Array,
    into: { readonly pull: number; readonly slope: number; readonly gradient: Float64Array },
  ): number {
    const { weights } = this;
    const { gradient, pull } = into;
    const ordered = this.#ordered;
    const jointPull = pull * into.slope;
    const additivePull = pull * this.additiveShare;
    let alike = 0;
    for (let axis = 0; axis < weights.length; axis++) {
      let scaled: number;
      if (axis < ordered) {
        const gap = (a[axis] as number) - (b[axis] as number);
        scaled = (weights[axis] as number) * gap * gap;
      } else if (a[axis] === b[axis]) {
        alike += 1;
        continue;
      } else {
        scaled = weights[axis] as number;
      }
      const own = 1 / (1 + scaled);
      alike += own;
      gradient[axis] = (gradient[axis] as number) + scaled * (jointPull - additivePull * own * own);
    }
    return alike;
  }

  /** Adds to `gradient` (ordered axes only) what `pull` times the derivative of `between` by point `a` comes to. */
  addPointSlopes(
    a: Float64Array,
    b: Float64Array,
    into: { readonly pull: number; readonly slope: number; readonly gradient: Float64Array },
  ): void {
    const { weights } = this;
    const { gradient, pull } = into;
    const jointPull = 2 * pull * into.slope;
    const additivePull = 2 * pull * this.additiveShare;
    for (let axis = 0; axis < this.#ordered; axis++) {
      const gap = (a[axis] as number) - (b[axis] as number);
      const weighted = (weights[axis] as number) * gap;
      const own = 1 / (1 + weighted * gap);
      gradient[axis] = (gradient[axis] as number) + weighted * (jointPull - additivePull * own * own);
    }
  }
}
