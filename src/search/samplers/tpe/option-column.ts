import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { log } from "../../numerics/log.js";
import type { KernelColumn, Membership } from "./kernel-column.js";
import type { Factor, Selection } from "./selection.js";

const SMALLEST_MASS = 1e-300;

/**
 * Kernels on options: mass 1 on the observed option and a share s of the prior on all, made to sum to 1. s is the number of
 * options over the number of kernels, as in Optuna: the more was observed, the sharper a kernel.
 */
export class OptionColumn implements KernelColumn, Membership {
  readonly #distribution: Distribution;
  #observed: Float64Array = new Float64Array(0);
  /** How many kernels are active here. */
  #active = 0;

  constructor(distribution: Distribution) {
    this.#distribution = distribution;
  }

  use(coordinates: Float64Array): void {
    this.#observed = coordinates;
  }

  extend(coordinates: Float64Array, from: number, to: number): void {
    for (let kernel = from; kernel < to; kernel++) if (!Number.isNaN(coordinates[kernel])) this.#active += 1;
  }

  remove(kernel: number): void {
    if (this.isActive(kernel)) this.#active -= 1;
  }

  restore(kernel: number): void {
    if (this.isActive(kernel)) this.#active += 1;
  }

  isActive(kernel: number): boolean {
    return !Number.isNaN(this.#observed[kernel] ?? Number.NaN);
  }

  factorAt(value: number): Factor {
    const [start, end] = this.#distribution.cell(value);
    const prior = Math.max(SMALLEST_MASS, end - start);
    const smoothing = this.#smoothing;
    const seen = log((1 / prior + smoothing) / (1 + smoothing));
    return new OptionFactor(this.#observed, { value, seen, other: log(smoothing / (1 + smoothing)) });
  }

  draw(kernel: number, random: Random): number {
    const smoothing = this.#smoothing;
    const share = random.next() * (1 + smoothing);
    return share < 1 ? (this.#observed[kernel] ?? 0) : this.#distribution.fromUnit((share - 1) / smoothing);
  }

  get #smoothing(): number {
    return this.#distribution.count / (this.#active + 1);
  }
}

class OptionFactor implements Factor {
  readonly largest: number;
  readonly #observed: Float64Array;
  readonly #value: number;
  readonly #seen: number;
  readonly #other: number;

  constructor(observed: Float64Array, { value, seen, other }: { value: number; seen: number; other: number }) {
    this.largest = Math.max(0, seen);
    this.#observed = observed;
    this.#value = value;
    this.#seen = seen;
    this.#other = other;
  }

  add(selection: Selection, cutoff: number): void {
    const { kernels, totals, count } = selection;
    const [observed, value, seen, other] = [this.#observed, this.#value, this.#seen, this.#other];
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const kernel = kernels[place] as number;
      const option = observed[kernel] as number;
      const total = (totals[place] as number) + (option === value ? seen : Number.isNaN(option) ? 0 : other);
      kernels[kept] = kernel;
      totals[kept] = total;
      if (total > cutoff) kept += 1;
    }
    selection.count = kept;
  }
}
