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
  /**
   * Adds each selected kernel's logarithm to its total, and keeps those whose total is above `cutoff`. Whether one is kept
   * is hard to foretell, so it is better counted than branched upon: a processor's wrong guess costs more than the factor.
   */
  add(selection: Selection, cutoff: number): void;
}

/** A factor that kernels have in common, by a code that each of them has. */
export class TableFactor implements Factor {
  readonly largest: number;
  readonly #codes: Int32Array;
  readonly #logs: Float64Array;

  /**
   * @param codes by kernel
   * @param logs by code
   */
  constructor(codes: Int32Array, logs: Float64Array, largest: number) {
    this.#codes = codes;
    this.#logs = logs;
    this.largest = largest;
  }

  add(selection: Selection, cutoff: number): void {
    const { kernels, totals, count } = selection;
    const [codes, logs] = [this.#codes, this.#logs];
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const kernel = kernels[place] as number;
      const total = (totals[place] as number) + (logs[codes[kernel] as number] as number);
      kernels[kept] = kernel;
      totals[kept] = total;
      kept += +(total > cutoff);
    }
    selection.count = kept;
  }
}
