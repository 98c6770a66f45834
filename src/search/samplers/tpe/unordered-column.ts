import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import type { KernelColumn } from "./kernel-column.js";

const SMALLEST_MASS = 1e-300;

/**
 * Kernels on options: mass 1 on the observed option and a share s of the prior on all, made to sum to 1. s is the number of
 * options over the number of kernels, as in Optuna: the more was observed, the sharper a kernel.
 */
export class UnorderedColumn implements KernelColumn {
  readonly #distribution: Distribution;
  /** NaN for the prior. */
  readonly #observed: Float64Array;
  readonly #smoothing: number;

  constructor(distribution: Distribution, coordinates: Float64Array) {
    this.#distribution = distribution;
    this.#observed = coordinates;
    let active = 0;
    for (const option of coordinates) if (!Number.isNaN(option)) active += 1;
    this.#smoothing = distribution.count / (active + 1);
  }

  addLogDensities(value: number, totals: Float64Array): void {
    const [start, end] = this.#distribution.cell(value);
    const prior = end - start;
    const total = 1 + this.#smoothing;
    const logPrior = Math.log(Math.max(SMALLEST_MASS, prior));
    const logSeen = Math.log((1 + this.#smoothing * prior) / total);
    const logOther = Math.log(Math.max(SMALLEST_MASS, (this.#smoothing * prior) / total));
    for (let kernel = 0; kernel < totals.length; kernel++) {
      const option = this.#observed[kernel] as number;
      const factor = option === value ? logSeen : Number.isNaN(option) ? logPrior : logOther;
      totals[kernel] = (totals[kernel] as number) + factor;
    }
  }

  isActive(kernel: number): boolean {
    return !Number.isNaN(this.#observed[kernel] ?? Number.NaN);
  }

  draw(kernel: number, random: Random): number {
    const share = random.next() * (1 + this.#smoothing);
    return share < 1 ? (this.#observed[kernel] ?? 0) : this.#distribution.fromUnit((share - 1) / this.#smoothing);
  }
}
