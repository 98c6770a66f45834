import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { log } from "../../numerics/log.js";
import { unitMass, unitQuantile } from "../../numerics/truncated-normal.js";
import type { CellMasses } from "./cell-masses.js";
import type { KernelColumn } from "./kernel-column.js";
import type { Factor, Selection } from "./selection.js";

const LOG_SQRT_TWO_PI = 0.9189385332046727;
// The narrowest kernel, 3 % of the range wide, on one of its ends: -log(0.03 · 0.5 · √(2π)).
const LARGEST_LOG_DENSITY = 3.281;
// Within a cell this narrow every kernel's density is straight enough: its mean is its middle, to 1 in 10 000.
const NARROW_CELL = 0.001;

/**
 * Normals on the coordinates, each truncated to [0, 1] by itself. Values with a wide cell count with the mass that a kernel
 * has in it.
 */
export class OrderedColumn implements KernelColumn {
  readonly #distribution: Distribution;
  /** `null` when no value has a wide cell. */
  readonly #cells: CellMasses | null;
  #means: Float64Array = new Float64Array(0);
  /** 1 / width, and the logarithm of the normalisation; both 0 for an inactive kernel, whose log density is 0. */
  #inverses = new Float64Array(0);
  #offsets = new Float64Array(0);
  /** By kernel, what `CellMasses` knows it by; -1 when inactive. */
  #shapes = new Int32Array(0);

  constructor(distribution: Distribution, cells: CellMasses | null) {
    this.#distribution = distribution;
    this.#cells = cells;
  }

  use(coordinates: Float64Array, capacity: number): void {
    this.#means = coordinates;
    if (this.#inverses.length >= capacity) return;
    this.#inverses = extended(this.#inverses, new Float64Array(capacity));
    this.#offsets = extended(this.#offsets, new Float64Array(capacity));
    if (this.#cells !== null) this.#shapes = extended(this.#shapes, new Int32Array(capacity).fill(-1));
  }

  setWidth(kernel: number, width: number): void {
    const mean = this.#means[kernel] as number;
    const inverse = 1 / width;
    if (this.#inverses[kernel] === inverse) return;
    this.#inverses[kernel] = inverse;
    this.#offsets[kernel] = -log(width * unitMass(mean, width)) - LOG_SQRT_TWO_PI;
    if (this.#cells !== null) this.#shapes[kernel] = this.#cells.shapeOf(mean, width);
  }

  isActive(kernel: number): boolean {
    return (this.#inverses[kernel] ?? 0) > 0;
  }

  factorAt(value: number): Factor {
    if (this.#cells !== null) {
      const [start, end] = this.#distribution.cell(value);
      if (end - start > NARROW_CELL) return new MassFactor(this.#shapes, this.#cells.tableAt(value));
    }
    return new DensityFactor(this.#distribution.coordinate(value), this.#means, this.#inverses, this.#offsets);
  }

  draw(kernel: number, random: Random): number {
    const width = 1 / (this.#inverses[kernel] ?? 1);
    return this.#distribution.fromUnit(unitQuantile(this.#means[kernel] ?? 0.5, width, random.next()));
  }
}

/** Whether some value of a parameter has a cell that is wide enough for masses to be needed. */
export function hasWideCells(distribution: Distribution): boolean {
  if (distribution.shape !== "stepped") return false;
  // Uniform steps are all alike; on a logarithmic scale the first is the widest, on a normal one that in the middle.
  return [0, 0.5, 1].some((unit) => {
    const [start, end] = distribution.cell(distribution.fromUnit(unit));
    return end - start > NARROW_CELL;
  });
}

function extended<T extends Float64Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

class DensityFactor implements Factor {
  readonly largest = LARGEST_LOG_DENSITY;
  readonly #coordinate: number;
  readonly #means: Float64Array;
  readonly #inverses: Float64Array;
  readonly #offsets: Float64Array;

  constructor(coordinate: number, ...[means, inverses, offsets]: readonly [Float64Array, Float64Array, Float64Array]) {
    this.#coordinate = coordinate;
    this.#means = means;
    this.#inverses = inverses;
    this.#offsets = offsets;
  }

  add(selection: Selection, cutoff: number): void {
    const { kernels, totals, count } = selection;
    const [coordinate, means, inverses, offsets] = [this.#coordinate, this.#means, this.#inverses, this.#offsets];
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const kernel = kernels[place] as number;
      const inverse = inverses[kernel] as number;
      // The mean of an inactive kernel is NaN.
      const z = inverse === 0 ? 0 : (coordinate - (means[kernel] as number)) * inverse;
      const total = (totals[place] as number) + (offsets[kernel] as number) - 0.5 * z * z;
      kernels[kept] = kernel;
      totals[kept] = total;
      if (total > cutoff) kept += 1;
    }
    selection.count = kept;
  }
}

class MassFactor implements Factor {
  readonly largest = LARGEST_LOG_DENSITY;
  readonly #shapes: Int32Array;
  readonly #table: Float64Array;

  constructor(shapes: Int32Array, table: Float64Array) {
    this.#shapes = shapes;
    this.#table = table;
  }

  add(selection: Selection, cutoff: number): void {
    const { kernels, totals, count } = selection;
    const [shapes, table] = [this.#shapes, this.#table];
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const kernel = kernels[place] as number;
      const shape = shapes[kernel] as number;
      const total = (totals[place] as number) + (shape < 0 ? 0 : (table[shape] as number));
      kernels[kept] = kernel;
      totals[kept] = total;
      if (total > cutoff) kept += 1;
    }
    selection.count = kept;
  }
}
