import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { normalMass } from "../../numerics/normal-mass.js";
import { unitMass, unitQuantile } from "../../numerics/truncated-normal.js";
import { bandwidths } from "./bandwidths.js";
import type { KernelColumn } from "./kernel-column.js";

const SMALLEST_MASS = 1e-300;

/** Kernels with the same mean and width: they have the same mass everywhere. Many observations make few of them. */
interface Group {
  readonly mean: number;
  readonly sigma: number;
  /** Mass of the untruncated normal in [0, 1]. */
  readonly mass: number;
}

/** Truncated normals on the coordinates, of which only the mass in each value's cell counts. */
export class SteppedColumn implements KernelColumn {
  readonly #distribution: Distribution;
  readonly #groups: Group[] = [];
  /** Group of each kernel; -1 for the prior. */
  readonly #groupOf: Int32Array;
  /** By value: the log mass of each group, and of the prior in the last element. */
  readonly #tables = new Map<number, Float64Array>();

  constructor(distribution: Distribution, coordinates: Float64Array) {
    this.#distribution = distribution;
    this.#groupOf = new Int32Array(coordinates.length).fill(-1);
    const sigmas = bandwidths(coordinates);
    const known = new Map<number, Map<number, number>>();
    for (const [kernel, mean] of coordinates.entries()) {
      const sigma = sigmas[kernel] ?? Number.NaN;
      if (!Number.isNaN(mean)) this.#groupOf[kernel] = this.#groupFor(mean, sigma, known);
    }
  }

  addLogDensities(value: number, totals: Float64Array): void {
    const table = this.#tableOf(value);
    const groupOf = this.#groupOf;
    const prior = table.length - 1;
    for (let kernel = 0; kernel < totals.length; kernel++) {
      const group = groupOf[kernel] as number;
      totals[kernel] = (totals[kernel] as number) + (table[group < 0 ? prior : group] as number);
    }
  }

  isActive(kernel: number): boolean {
    return (this.#groupOf[kernel] ?? -1) >= 0;
  }

  draw(kernel: number, random: Random): number {
    const group = this.#groups[this.#groupOf[kernel] ?? -1];
    const share = random.next();
    return this.#distribution.fromUnit(group === undefined ? share : unitQuantile(group.mean, group.sigma, share));
  }

  #groupFor(mean: number, sigma: number, known: Map<number, Map<number, number>>): number {
    const bySigma = known.get(mean) ?? new Map<number, number>();
    known.set(mean, bySigma);
    const group = bySigma.get(sigma) ?? this.#groups.push({ mean, sigma, mass: unitMass(mean, sigma) }) - 1;
    bySigma.set(sigma, group);
    return group;
  }

  #tableOf(value: number): Float64Array {
    const known = this.#tables.get(value);
    if (known !== undefined) return known;
    const [start, end] = this.#distribution.cell(value);
    const table = new Float64Array(this.#groups.length + 1);
    for (const [index, { mean, sigma, mass }] of this.#groups.entries()) {
      const share = normalMass((start - mean) / sigma, (end - mean) / sigma) / mass;
      table[index] = Math.log(Math.max(SMALLEST_MASS, share));
    }
    table[this.#groups.length] = Math.log(Math.max(SMALLEST_MASS, end - start));
    this.#tables.set(value, table);
    return table;
  }
}
