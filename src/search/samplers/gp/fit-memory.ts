import type { Hyperparameters } from "./covariance.js";
import { fitHyperparameters } from "./fit.js";
import type { Observations } from "./observations.js";

/** A result for the number of observations it was made of. */
interface Fit {
  readonly losses: Float64Array;
  readonly hyperparameters: Hyperparameters;
}

/** Gives what the model learns from, when only the first so many results count. */
export type Prefix = (count: number) => Observations;

const FIRST = 4;

/**
 * Hyperparameters for a growing list of results. They are fitted anew when the list has grown by a twentieth, each time
 * from the fit of a stage before: stages are a factor 1.3 apart. So they depend on the list alone, never on which
 * suggestions this process happened to make, and a process that takes over needs a few fits only, not all of them.
 *
 * What has been fitted is kept, and checked against the losses before it is used.
 */
export class FitMemory {
  readonly #fits = new Map<number, Fit>();

  /** @param losses of the results, in the order of `prefix`; at least one */
  hyperparameters(losses: Float64Array, prefix: Prefix): Hyperparameters {
    return this.#at(lastStep(losses.length), losses, prefix);
  }

  #at(count: number, losses: Float64Array, prefix: Prefix): Hyperparameters {
    const known = this.#fits.get(count);
    if (known !== undefined && isPrefix(known.losses, losses)) return known.hyperparameters;
    const stage = stageBefore(count);
    const starts = stage === null ? [] : [this.#at(stage, losses, prefix)];
    const hyperparameters = fitHyperparameters(prefix(count), starts);
    this.#fits.set(count, { losses: losses.slice(0, count), hyperparameters });
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

function isPrefix(prefix: Float64Array, whole: Float64Array): boolean {
  return prefix.every((loss, index) => Object.is(loss, whole[index]));
}
