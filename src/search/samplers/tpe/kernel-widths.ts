import type { Membership } from "./kernel-column.js";
import { kernelWidth, SETTLED_COUNT } from "./kernel-width.js";
import { Neighbours } from "./neighbours.js";

/** What is told of widths that may have changed. */
interface WidthColumn {
  set(kernel: number, mean: number, width: number): void;
}

/**
 * Keeps the widths of one parameter's kernels right while kernels are added, removed and restored. Only those next to a
 * change are looked at, and the outcome depends on which kernels there are, never on the way there.
 */
export class KernelWidths implements Membership {
  readonly #neighbours = new Neighbours();
  readonly #removed = new Set<number>();
  readonly #column: WidthColumn;
  #coordinates: Float64Array = new Float64Array(0);
  #narrowest: number;

  constructor(column: WidthColumn, narrowest: number) {
    this.#column = column;
    this.#narrowest = narrowest;
  }

  setNarrowest(narrowest: number): void {
    if (narrowest === this.#narrowest) return;
    this.#narrowest = narrowest;
    this.#setAll();
  }

  /** Adds kernels `from` to `to - 1`, numbered on from those that there were. */
  extend(coordinates: Float64Array, from: number, to: number): void {
    const before = this.count;
    this.#coordinates = coordinates;
    this.#neighbours.add(coordinates, from, to);
    if (before < SETTLED_COUNT || to - from > before / 4) this.#setAll();
    else for (let kernel = from; kernel < to; kernel++) this.#setAround(kernel);
  }

  remove(kernel: number): void {
    if (Number.isNaN(this.#coordinates[kernel])) return;
    this.#removed.add(kernel);
    this.#setAround(kernel);
  }

  restore(kernel: number): void {
    if (this.#removed.delete(kernel)) this.#setAround(kernel);
  }

  get count(): number {
    return this.#neighbours.count - this.#removed.size;
  }

  #setAll(): void {
    for (let rank = 0; rank < this.#neighbours.count; rank++) this.#setAt(rank);
  }

  #setAround(kernel: number): void {
    if (Number.isNaN(this.#coordinates[kernel])) return;
    // The widths of so few kernels depend on their number.
    if (this.count <= SETTLED_COUNT) {
      this.#setAll();
      return;
    }
    const rank = this.#neighbours.rankOf(this.#coordinates, kernel);
    this.#setAt(rank);
    this.#setAt(this.#next(rank, -1));
    this.#setAt(this.#next(rank, 1));
  }

  #setAt(rank: number): void {
    const kernel = this.#neighbours.at(rank);
    if (kernel < 0 || this.#removed.has(kernel)) return;
    const coordinate = this.#coordinates[kernel] as number;
    const left = this.#neighbours.at(this.#next(rank, -1));
    const right = this.#neighbours.at(this.#next(rank, 1));
    const below = left < 0 ? 0 : coordinate - (this.#coordinates[left] as number);
    const above = right < 0 ? 0 : (this.#coordinates[right] as number) - coordinate;
    const alone = left < 0 && right < 0;
    const gap = alone ? Math.max(coordinate, 1 - coordinate) : Math.max(below, above);
    this.#column.set(kernel, coordinate, kernelWidth(gap, { count: this.count, narrowest: this.#narrowest }));
  }

  /** The nearest rank on one side whose kernel counts, or a rank beyond the end. */
  #next(rank: number, step: -1 | 1): number {
    let next = rank + step;
    for (let kernel = this.#neighbours.at(next); kernel >= 0; next += step, kernel = this.#neighbours.at(next)) {
      if (!this.#removed.has(kernel)) return next;
    }
    return next;
  }
}
