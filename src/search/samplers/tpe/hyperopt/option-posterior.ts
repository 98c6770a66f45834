import type { Random } from "../../../../base/index.js";
import type { OptionPrior } from "../../../distributions/hyperopt-prior.js";
import { linearForgetting } from "./linear-forgetting.js";

/**
 * Probabilities of options after some were observed: their counts, old ones forgotten, plus `priorWeight` of a
 * pseudo-count for each option, shared out as the prior says.
 *
 * @see hyperopt's `ap_randint_sampler` and `ap_categorical_sampler`
 */
export class OptionPosterior {
  readonly #prior: OptionPrior;
  readonly #pseudoCount: number;
  readonly #counts = new Map<number, number>();
  readonly #total: number;

  /** @param observed values, oldest first */
  constructor(
    prior: OptionPrior,
    observed: Float64Array,
    { priorWeight, kept }: { priorWeight: number; kept: number },
  ) {
    this.#prior = prior;
    this.#pseudoCount = prior.count * priorWeight;
    const weights = linearForgetting(observed.length, kept);
    let total = this.#pseudoCount;
    for (const [index, value] of observed.entries()) {
      const weight = weights[index] as number;
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + weight);
      total += weight;
    }
    this.#total = total;
  }

  probability(value: number): number {
    return (this.#pseudoCount * this.#priorOf(value) + (this.#counts.get(value) ?? 0)) / this.#total;
  }

  draw(random: Random): number {
    let rest = random.next() * this.#total;
    let last: number | null = null;
    for (const [value, count] of this.#counts) {
      rest -= count;
      last = value;
      if (rest < 0) return value;
    }
    // Rounding can use up a little of what belongs to the last.
    return this.#pseudoCount > 0 ? drawFromOptions(this.#prior, rest / this.#pseudoCount) : (last ?? this.#prior.first);
  }

  #priorOf(value: number): number {
    const { first, count, probabilities } = this.#prior;
    return probabilities === null ? 1 / count : (probabilities[value - first] ?? 0);
  }
}

/** @param unit uniform in [0, 1) for a draw from the prior */
export function drawFromOptions({ first, count, probabilities }: OptionPrior, unit: number): number {
  if (probabilities === null) return first + Math.min(count - 1, Math.floor(unit * count));
  let rest = unit;
  let last = 0;
  for (const [option, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    last = option;
    rest -= probability;
    if (rest < 0) break;
  }
  return first + last;
}
