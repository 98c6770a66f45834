import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { log } from "../../numerics/log.js";
import type { Values } from "../../spaces/nodes.js";
import type { Space } from "../../spaces/space.js";
import { CellMasses } from "./cell-masses.js";
import type { KernelColumn, Membership } from "./kernel-column.js";
import { KernelWidths } from "./kernel-widths.js";
import { logKernelSums } from "./log-kernel-sums.js";
import { OptionColumn } from "./option-column.js";
import { hasWideCells, OrderedColumn } from "./ordered-column.js";
import type { Factor } from "./selection.js";

/** By parameter, the masses of its cells; `null` where none are wide. Mixtures over the same space can share them. */
export type SpaceCells = readonly (CellMasses | null)[];

export function cellsOf(space: Space<unknown>): SpaceCells {
  return space.parameters.map(({ distribution }) => (hasWideCells(distribution) ? new CellMasses(distribution) : null));
}

export interface MixtureOptions {
  readonly cells: SpaceCells;
  /** Smallest width of kernels, in (0, 1]. */
  readonly narrowest: number;
  /** Above 0. */
  readonly priorWeight: number;
  /** By kernel; left out: 1 each. */
  readonly weights?: Float64Array | null;
}

/**
 * A density over whole points: one kernel per observation and one for the prior. A kernel is a product over all parameters,
 * so combinations that were good together stay together, conditional parameters included: where a parameter was inactive,
 * its factor is the prior. Kernels can be added, removed and restored at little cost.
 */
export class Mixture {
  readonly #space: Space<unknown>;
  readonly #columns: readonly KernelColumn[];
  readonly #memberships: readonly Membership[];
  readonly #removed = new Set<number>();
  /** By kernel; `null`: 1 each. */
  readonly #weights: Float64Array | null;
  readonly #priorWeight: number;
  #size = 0;

  constructor(space: Space<unknown>, { cells, narrowest, priorWeight, weights = null }: MixtureOptions) {
    this.#space = space;
    this.#weights = weights;
    this.#priorWeight = priorWeight;
    const parts = space.parameters.map(({ distribution }, index) =>
      createColumn(distribution, { cells: cells[index] ?? null, narrowest }),
    );
    this.#columns = parts.map(({ column }) => column);
    this.#memberships = parts.map(({ membership }) => membership);
  }

  /**
   * Adds kernels until there are `size`.
   *
   * @param coordinates by parameter and kernel, NaN where inactive; those of earlier kernels must not change
   */
  extend(coordinates: readonly Float64Array[], size: number): void {
    for (const [index, column] of this.#columns.entries()) {
      const own = coordinates[index] ?? new Float64Array(size);
      column.reserve(own.length);
      this.#memberships[index]?.extend(own, this.#size, size);
    }
    this.#size = size;
  }

  /** Sets the smallest width of kernels, in (0, 1]. */
  setNarrowest(width: number): void {
    for (const membership of this.#memberships) membership.setNarrowest(width);
  }

  remove(kernel: number): void {
    this.#removed.add(kernel);
    for (const membership of this.#memberships) membership.remove(kernel);
  }

  /** A removed kernel counts again. */
  restore(kernel: number): void {
    if (!this.#removed.delete(kernel)) return;
    for (const membership of this.#memberships) membership.restore(kernel);
  }

  /**
   * Logarithms of the density at points, relative to the prior's density there; parameters that are inactive at a point do
   * not count.
   */
  logDensities(points: readonly Values[]): Float64Array {
    const kernels = this.#kernels();
    const factors = points.map((values) => this.#factorsAt(values));
    const sums = logKernelSums(factors, { kernels, weights: this.#weights, prior: this.#priorWeight });
    const total = log(this.#totalOf(kernels) + this.#priorWeight);
    return sums.map((sum) => sum - total);
  }

  /**
   * Draws a point: one kernel gives all of it. What that kernel has not got, because its own choices led elsewhere, comes
   * from a kernel that has it, or else from the prior.
   */
  draw(random: Random): Values {
    const kernels = this.#kernels();
    const chosen = this.#pick(kernels, random);
    return this.#space.build((parameter, index) => {
      const column = this.#columns[index] as KernelColumn;
      const kernel =
        chosen === null || column.isActive(chosen)
          ? chosen
          : this.#pick(
              kernels.filter((other) => column.isActive(other)),
              random,
            );
      return kernel === null ? parameter.distribution.fromUnit(random.next()) : column.draw(kernel, random);
    });
  }

  #kernels(): Int32Array {
    const kernels = new Int32Array(this.#size - this.#removed.size);
    let place = 0;
    for (let kernel = 0; kernel < this.#size; kernel++) {
      kernels[place] = kernel;
      if (!this.#removed.has(kernel)) place += 1;
    }
    return kernels;
  }

  #factorsAt(values: Values): Factor[] {
    const { labels } = this.#space;
    const factors: Factor[] = [];
    for (let index = 0; index < labels.length; index++) {
      const value = values[labels[index] as string];
      if (value !== undefined) factors.push((this.#columns[index] as KernelColumn).factorAt(value));
    }
    return factors;
  }

  #totalOf(kernels: Int32Array): number {
    if (this.#weights === null) return kernels.length;
    let total = 0;
    for (const kernel of kernels) total += this.#weights[kernel] as number;
    return total;
  }

  /** One of the kernels by weight, or `null` for the prior; the prior if there are none. */
  #pick(kernels: Int32Array, random: Random): number | null {
    let rest = random.next() * (this.#totalOf(kernels) + this.#priorWeight);
    for (const kernel of kernels) {
      rest -= this.#weights?.[kernel] ?? 1;
      if (rest < 0) return kernel;
    }
    return null;
  }
}

function createColumn(
  distribution: Distribution,
  { cells, narrowest }: { cells: CellMasses | null; narrowest: number },
): { column: KernelColumn; membership: Membership } {
  if (distribution.shape === "unordered") {
    const column = new OptionColumn(distribution);
    return { column, membership: column };
  }
  const column = new OrderedColumn(distribution, cells);
  return { column, membership: new KernelWidths(column, narrowest) };
}
