import type { Random } from "../../../base/index.js";
import { logSumExp } from "../../numerics/log-sum-exp.js";
import type { Values } from "../../spaces/nodes.js";
import type { Space } from "../../spaces/space.js";
import { createKernelColumn } from "./columns.js";
import type { KernelColumn } from "./kernel-column.js";
import { linearForgetting } from "./linear-forgetting.js";

const KEPT = 25;
const PRIOR_WEIGHT = 1;

/**
 * A density over whole points: one kernel per observation and one for the prior. A kernel is a product over all parameters,
 * so combinations that were good together stay together, conditional parameters included: where a parameter was inactive,
 * its factor is the prior.
 */
export class Mixture {
  readonly #space: Space<unknown>;
  readonly #columns: readonly KernelColumn[];
  /** The prior's is the last. */
  readonly #weights: Float64Array;
  readonly #logWeights: Float64Array;
  /** Scratch for one density. */
  readonly #terms: Float64Array;

  /** @param members positions of the observations in the history, oldest first */
  constructor(space: Space<unknown>, coordinates: readonly Float64Array[], members: readonly number[]) {
    this.#space = space;
    this.#weights = kernelWeights(members.length);
    this.#logWeights = this.#weights.map(Math.log);
    this.#terms = new Float64Array(members.length + 1);
    this.#columns = space.parameters.map(({ distribution }, index) => {
      const all = coordinates[index];
      const own = new Float64Array(members.length + 1).fill(Number.NaN);
      for (const [kernel, position] of members.entries()) own[kernel] = all?.[position] ?? Number.NaN;
      return createKernelColumn(distribution, own);
    });
  }

  /** Logarithm of the density at a point; parameters that are inactive there do not count. */
  logDensity(values: Values): number {
    this.#terms.set(this.#logWeights);
    for (const [index, label] of this.#space.labels.entries()) {
      const value = values[label];
      if (value !== undefined) this.#columns[index]?.addLogDensities(value, this.#terms);
    }
    return logSumExp(this.#terms);
  }

  /**
   * Draws a point: one kernel gives all of it. What that kernel has not got, because its own choices led elsewhere, comes
   * from a kernel that has it, or else from the prior.
   */
  draw(random: Random): Values {
    const chosen = this.#pick(random, null);
    return this.#space.build((parameter, index) => {
      const column = this.#columns[index];
      const isPrior = chosen === this.#weights.length - 1;
      const kernel = isPrior || column === undefined || column.isActive(chosen) ? chosen : this.#pick(random, column);
      if (column?.isActive(kernel)) return column.draw(kernel, random);
      return parameter.distribution.fromUnit(random.next());
    });
  }

  /** A kernel by weight; with `column`, only of those that are active there, the prior if none is. */
  #pick(random: Random, column: KernelColumn | null): number {
    const prior = this.#weights.length - 1;
    let total = 0;
    for (let kernel = 0; kernel <= prior; kernel++) {
      if (column === null || column.isActive(kernel)) total += this.#weights[kernel] ?? 0;
    }
    let rest = random.next() * total;
    let last = prior;
    for (let kernel = 0; kernel <= prior; kernel++) {
      if (column !== null && !column.isActive(kernel)) continue;
      last = kernel;
      rest -= this.#weights[kernel] ?? 0;
      if (rest < 0) break;
    }
    return last;
  }
}

function kernelWeights(count: number): Float64Array {
  const weights = new Float64Array(count + 1);
  weights.set(linearForgetting(count, KEPT));
  weights[count] = PRIOR_WEIGHT;
  let total = 0;
  for (const weight of weights) total += weight;
  return weights.map((weight) => weight / total);
}
