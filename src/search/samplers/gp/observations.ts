/** What the model learns from. */
export interface Observations {
  /** Points in the model's coordinates, see `Encoding`. */
  readonly rows: readonly Float64Array[];
  /** One per row: smaller is better, mean 0 and variance 1. */
  readonly targets: Float64Array;
  /** How many axes, from the first, are numbers. */
  readonly ordered: number;
}
