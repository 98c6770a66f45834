import type { Distribution } from "../../distributions/distribution.js";
import { log } from "../../numerics/log.js";
import { normalMass } from "../../numerics/normal-mass.js";
import { unitMass } from "../../numerics/truncated-normal.js";

const SMALLEST_MASS = 1e-300;
// So many standard deviations away a kernel has 1e-19 of its mass: nothing beside the prior's.
const FAR = 9;
// Tables are made anew when needed, so forgetting them all from time to time only costs time. 4 MB.
const MOST_ENTRIES = 2 ** 19;

interface Table {
  entries: Float64Array;
  /** How many of them are filled. */
  filled: number;
}

/**
 * Masses that truncated normals have in the cells of one parameter's values. Kernels with the same mean and width have the
 * same masses and share a shape number; many observations make few shapes, and new ones fewer, so what was integrated once
 * serves all later suggestions.
 */
export class CellMasses {
  readonly #distribution: Distribution;
  readonly #means: number[] = [Number.NaN];
  readonly #widths: number[] = [Number.NaN];
  /** Mass of the untruncated normal in [0, 1]. */
  readonly #masses: number[] = [Number.NaN];
  readonly #numbers = new Map<number, Map<number, number>>();
  readonly #tables = new Map<number, Table>();
  #entries = 0;

  constructor(distribution: Distribution) {
    this.#distribution = distribution;
  }

  /** The number of a shape, from 1; the same whenever it is asked for again. */
  shapeOf(mean: number, width: number): number {
    const known = this.#numbers.get(mean) ?? new Map<number, number>();
    this.#numbers.set(mean, known);
    const number = known.get(width) ?? this.#means.length;
    if (number === this.#means.length) {
      known.set(width, number);
      this.#means.push(mean);
      this.#widths.push(width);
      this.#masses.push(unitMass(mean, width));
    }
    return number;
  }

  /**
   * By shape, the logarithm of the mass in a value's cell over the prior's mass there; 0 for number 0, which is no shape.
   * Valid until the next shape is made.
   */
  tableAt(value: number): Float64Array {
    const table = this.#tables.get(value) ?? { entries: new Float64Array(1), filled: 1 };
    const shapes = this.#means.length;
    if (table.filled < shapes) this.#fill(table, value);
    return table.entries;
  }

  #fill(table: Table, value: number): void {
    const shapes = this.#means.length;
    if (table.entries.length < shapes) this.#grow(table, value);
    const [start, end] = this.#distribution.cell(value);
    const prior = Math.max(SMALLEST_MASS, end - start);
    for (let shape = table.filled; shape < shapes; shape++) {
      const [mean, width] = [this.#means[shape] as number, this.#widths[shape] as number];
      const [from, to] = [(start - mean) / width, (end - mean) / width];
      const mass = from > FAR || to < -FAR ? 0 : normalMass(from, to) / (this.#masses[shape] as number);
      table.entries[shape] = log(Math.max(SMALLEST_MASS, mass) / prior);
    }
    table.filled = shapes;
  }

  #grow(table: Table, value: number): void {
    const entries = new Float64Array(Math.max(32, 2 * this.#means.length));
    if (this.#entries + entries.length > MOST_ENTRIES) {
      this.#tables.clear();
      this.#entries = 0;
    }
    entries.set(table.entries);
    this.#entries += entries.length - (this.#tables.has(value) ? table.entries.length : 0);
    table.entries = entries;
    this.#tables.set(value, table);
  }
}
