import { exp } from "../../numerics/exp.js";
import { log } from "../../numerics/log.js";
import { type Factor, Selection } from "./selection.js";

// Kernels at once: their numbers stay in the processor's cache while all points look at them.
const BLOCK = 1024;
// A kernel is left out when its share of the sum is below exp(-30), 1e-13; a million of them stay below 1e-7.
const NEGLIGIBLE = 30;

/** What is summed at one point: a product of factors for every kernel. */
type Point = readonly Factor[];

/** A kernel mixture's members, of which only those count whose numbers are listed. */
interface Members {
  /** Ascending. */
  readonly kernels: Int32Array;
  /** By kernel number; `null`: 1 each. */
  readonly weights: Float64Array | null;
  /** Weight of the prior, above 0. */
  readonly prior: number;
}

/**
 * Logarithm of Σ weight · Π factor over the kernels and the prior, at several points. Blocks of kernels are visited from
 * the last to the first: the newest are the likeliest to lie near the points, and the more is known of a sum, the more of
 * the other kernels can be left out after their first factors. The outcome depends on the members only.
 */
export function logKernelSums(points: readonly Point[], { kernels, weights, prior }: Members): Float64Array {
  const sums = points.map((factors) => new RunningSum(factors, prior));
  const selection = new Selection(Math.min(BLOCK, kernels.length));
  const blocks = Math.ceil(kernels.length / BLOCK);
  for (let block = blocks - 1; block >= 0; block--) {
    const members = kernels.subarray(block * BLOCK, (block + 1) * BLOCK);
    const logWeights = weights === null ? null : logsOf(weights, members);
    for (const sum of sums) {
      selection.count = members.length;
      selection.kernels.set(members);
      if (logWeights === null) selection.totals.fill(0, 0, members.length);
      else selection.totals.set(logWeights);
      sum.add(selection);
    }
  }
  return Float64Array.from(sums, (sum) => sum.logarithm);
}

function logsOf(weights: Float64Array, kernels: Int32Array): Float64Array {
  const logs = new Float64Array(kernels.length);
  for (let place = 0; place < kernels.length; place++) logs[place] = log(weights[kernels[place] as number] as number);
  return logs;
}

/** A sum of exponentials around the largest so far. */
class RunningSum {
  readonly #factors: readonly Factor[];
  /** By factor, what all later ones can add at most. */
  readonly #ahead: Float64Array;
  #largest: number;
  #sum = 1;

  constructor(factors: readonly Factor[], prior: number) {
    this.#factors = factors;
    this.#largest = log(prior);
    this.#ahead = new Float64Array(factors.length);
    for (let index = factors.length - 2; index >= 0; index--) {
      this.#ahead[index] = (this.#ahead[index + 1] as number) + (factors[index + 1]?.largest ?? 0);
    }
  }

  /** Adds the products of the selected kernels; the selection is used up. */
  add(selection: Selection): void {
    const least = this.#largest - NEGLIGIBLE;
    for (let index = 0; index < this.#factors.length; index++) {
      (this.#factors[index] as Factor).add(selection, least - (this.#ahead[index] as number));
      if (selection.count === 0) return;
    }
    this.#addExponentials(selection);
  }

  get logarithm(): number {
    return this.#largest + log(this.#sum);
  }

  #addExponentials({ totals, count }: Selection): void {
    let largest = this.#largest;
    for (let place = 0; place < count; place++) largest = Math.max(largest, totals[place] as number);
    let sum = this.#sum * exp(this.#largest - largest);
    for (let place = 0; place < count; place++) {
      const below = (totals[place] as number) - largest;
      if (below > -NEGLIGIBLE) sum += exp(below);
    }
    this.#largest = largest;
    this.#sum = sum;
  }
}
