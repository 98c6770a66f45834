/**
 * Kernels whose product over the parameters is being made, with what they have so far. Each parameter adds its factor and
 * drops those that have become too small to matter, so that later ones have less to do.
 */
export class Selection {
  readonly kernels: Int32Array;
  /** Logarithms, by place in `kernels`. */
  readonly totals: Float64Array;
  count = 0;

  constructor(capacity: number) {
    this.kernels = new Int32Array(capacity);
    this.totals = new Float64Array(capacity);
  }
}

/** One parameter's factor of every kernel at one value, relative to the prior's. */
export interface Factor {
  /** The logarithm of no kernel's factor is larger. */
  readonly largest: number;
  /** Adds each selected kernel's logarithm to its total, and keeps those whose total is above `cutoff`. */
  add(selection: Selection, cutoff: number): void;
}
