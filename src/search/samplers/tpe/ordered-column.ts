import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { log } from "../../numerics/log.js";
import { unitMass, unitQuantile } from "../../numerics/truncated-normal.js";
import type { CellMasses } from "./cell-masses.js";
import { extended } from "./extended.js";
import type { KernelColumn } from "./kernel-column.js";
import { NARROWEST_KERNEL } from "./kernel-width.js";
import { type Factor, type Selection, TableFactor } from "./selection.js";

const LOG_SQRT_TWO_PI = 0.9189385332046727;
/** Logarithm of the narrowest kernel's density at its mean, if that is an end of the range: half of it is cut off there. */
const LARGEST_LOG_DENSITY = -log(NARROWEST_KERNEL / 2) - LOG_SQRT_TWO_PI + 0.001;
/** A kernel's density on a cell this narrow is straight enough: its mean is its middle, to 1 in 1 000. */
const NARROW_CELL = NARROWEST_KERNEL / 10;
/** Numbers per kernel: mean, 1 / width and the logarithm of the normalisation; all 0 where inactive. */
const STRIDE = 3;

/**
 * Normals on the coordinates, each truncated to [0, 1] by itself. Values with a wide cell count with the mass that a kernel
 * has in it.
 */
export class OrderedColumn implements KernelColumn {
  readonly #distribution: Distribution;
  /** `null` when no value has a wide cell. */
  readonly #cells: CellMasses | null;
  #normals = new Float64Array(0);
  /** By kernel, what `CellMasses` knows it by; 0 where inactive. */
  #shapes = new Int32Array(0);

  constructor(distribution: Distribution, cells: CellMasses | null) {
    this.#distribution = distribution;
    this.#cells = cells;
  }

  reserve(capacity: number): void {
    if (this.#normals.length >= STRIDE * capacity) return;
    this.#normals = extended(this.#normals, new Float64Array(STRIDE * capacity));
    if (this.#cells !== null) this.#shapes = extended(this.#shapes, new Int32Array(capacity));
  }

  /** Makes a kernel active, or changes its width. */
  set(kernel: number, mean: number, width: number): void {
    const place = STRIDE * kernel;
    const inverse = 1 / width;
    if (this.#normals[place + 1] === inverse) return;
    this.#normals[place] = mean;
    this.#normals[place + 1] = inverse;
    this.#normals[place + 2] = -log(width * unitMass(mean, width)) - LOG_SQRT_TWO_PI;
    if (this.#cells !== null) this.#shapes[kernel] = this.#cells.shapeOf(mean, width);
  }

  isActive(kernel: number): boolean {
    return (this.#normals[STRIDE * kernel + 1] ?? 0) > 0;
  }

  factorAt(value: number): Factor {
    if (this.#cells !== null) {
      const [start, end] = this.#distribution.cell(value);
      if (end - start > NARROW_CELL) {
        return new TableFactor(this.#shapes, this.#cells.tableAt(value), LARGEST_LOG_DENSITY);
      }
    }
    return new DensityFactor(this.#normals, this.#distribution.coordinate(value));
  }

  draw(kernel: number, random: Random): number {
    const place = STRIDE * kernel;
    const [mean, width] = [this.#normals[place] as number, 1 / (this.#normals[place + 1] as number)];
    return this.#distribution.fromUnit(unitQuantile(mean, width, random.next()));
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

class DensityFactor implements Factor {
  readonly largest = LARGEST_LOG_DENSITY;
  readonly #normals: Float64Array;
  readonly #coordinate: number;

  constructor(normals: Float64Array, coordinate: number) {
    this.#normals = normals;
    this.#coordinate = coordinate;
  }

  add(selection: Selection, cutoff: number): void {
    const { kernels, totals, count } = selection;
    const [normals, coordinate] = [this.#normals, this.#coordinate];
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const kernel = kernels[place] as number;
      const at = STRIDE * kernel;
      const z = (coordinate - (normals[at] as number)) * (normals[at + 1] as number);
      const total = (totals[place] as number) + (normals[at + 2] as number) - 0.5 * z * z;
      kernels[kept] = kernel;
      totals[kept] = total;
      kept += +(total > cutoff);
    }
    selection.count = kept;
  }
}
