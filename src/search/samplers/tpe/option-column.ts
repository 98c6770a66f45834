import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { log } from "../../numerics/log.js";
import { extended } from "./extended.js";
import type { KernelColumn, Membership } from "./kernel-column.js";
import { type Factor, TableFactor } from "./selection.js";

const SMALLEST_MASS = 1e-300;

/**
 * Kernels on options: mass 1 on the observed option and a share s of the prior on all, made to sum to 1. s is the number of
 * options over the number of kernels, as in Optuna: the more was observed, the sharper a kernel.
 */
export class OptionColumn implements KernelColumn, Membership {
  readonly #distribution: Distribution;
  /** By kernel, the observed option's number plus 1; 0 where inactive. */
  #codes = new Int32Array(0);
  #largestCode = 0;
  /** How many kernels are active here. */
  #active = 0;

  constructor(distribution: Distribution) {
    this.#distribution = distribution;
  }

  reserve(capacity: number): void {
    if (this.#codes.length < capacity) this.#codes = extended(this.#codes, new Int32Array(capacity));
  }

  setNarrowest(): void {}

  extend(coordinates: Float64Array, from: number, to: number): void {
    for (let kernel = from; kernel < to; kernel++) {
      const option = coordinates[kernel] as number;
      if (Number.isNaN(option)) continue;
      this.#codes[kernel] = option + 1;
      this.#largestCode = Math.max(this.#largestCode, option + 1);
      this.#active += 1;
    }
  }

  remove(kernel: number): void {
    if (this.isActive(kernel)) this.#active -= 1;
  }

  restore(kernel: number): void {
    if (this.isActive(kernel)) this.#active += 1;
  }

  isActive(kernel: number): boolean {
    return (this.#codes[kernel] ?? 0) > 0;
  }

  factorAt(value: number): Factor {
    const [start, end] = this.#distribution.cell(value);
    const prior = Math.max(SMALLEST_MASS, end - start);
    const smoothing = this.#smoothing;
    const logs = new Float64Array(this.#largestCode + 1).fill(log(smoothing / (1 + smoothing)));
    const seen = log((1 / prior + smoothing) / (1 + smoothing));
    if (value < this.#largestCode) logs[value + 1] = seen;
    logs[0] = 0;
    return new TableFactor(this.#codes, logs, Math.max(0, seen));
  }

  draw(kernel: number, random: Random): number {
    const smoothing = this.#smoothing;
    const share = random.next() * (1 + smoothing);
    return share < 1 ? (this.#codes[kernel] ?? 1) - 1 : this.#distribution.fromUnit((share - 1) / smoothing);
  }

  get #smoothing(): number {
    return this.#distribution.count / (this.#active + 1);
  }
}
