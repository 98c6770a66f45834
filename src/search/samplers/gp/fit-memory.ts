import type { Observation } from "../sampler.js";
import type { Hyperparameters } from "./covariance.js";
import type { Encoding } from "./encoding.js";
import { fitHyperparameters } from "./fit.js";
import { observe } from "./observations.js";

/** Hyperparameters and the results they were fitted to. */
interface Fit {
  readonly results: readonly Observation[];
  readonly hyperparameters: Hyperparameters;
}

const FIRST = 4;

/**
 * Hyperparameters for a growing list of results. They are fitted anew when the list has grown by a twentieth, each time
 * from the fit of a stage before: stages are a factor 1.3 apart. So they depend on the list alone, never on which
 * suggestions this process happened to make, and a process that takes over needs a few fits only, not all of them.
 *
 * What has been fitted is kept, and checked to be of the same results before it is used.
 */
export class FitMemory {
  readonly #fits = new Map<number, Fit>();

  /** @param results in number order; at least one */
  hyperparameters(results: readonly Observation[], encoding: Encoding): Hyperparameters {
    return this.#at(lastStep(results.length), results, encoding);
  }

  #at(count: number, results: readonly Observation[], encoding: Encoding): Hyperparameters {
    const known = this.#fits.get(count);
    if (known?.results.every((result, index) => result === results[index])) return known.hyperparameters;
    const stage = stageBefore(count);
    const start = stage === null ? null : this.#at(stage, results, encoding);
    const used = results.slice(0, count);
    const hyperparameters = fitHyperparameters(observe(used, encoding), start);
    this.#fits.set(count, { results: used, hyperparameters });
    return hyperparameters;
  }
}

/** The largest count, not above `count`, at which a fit is due. */
function lastStep(count: number): number {
  let step = Math.min(count, FIRST);
  for (let next = step + 1; next <= count; next = step + Math.max(1, Math.floor(step / 20))) step = next;
  return step;
}

/** The last stage below `count`; `null` when a fit of so few results starts from the prior. */
function stageBefore(count: number): number | null {
  let stage: number | null = null;
  for (let next = FIRST; next < count; next = Math.ceil(next * 1.3)) stage = next;
  return stage;
}
