/** A prior as hyperopt has it, for the sampler that repeats hyperopt's formulas. Nothing else looks at it. */
export type HyperoptPrior = NumberPrior | OptionPrior;

/** All in the logarithm of the value if `log`, except `q`. */
export interface NumberPrior {
  readonly kind: "number";
  readonly log: boolean;
  /** Of a uniform prior; `null`: normal, without bounds. */
  readonly bounds: readonly [low: number, high: number] | null;
  /** Of the normal, or of the one that stands for the uniform prior in a mixture: its middle and its whole width. */
  readonly mean: number;
  readonly deviation: number;
  /** Values are rounded to its multiples; `null`: they are not. */
  readonly q: number | null;
}

/** Option numbers, or integers, that have nothing to do with each other. */
export interface OptionPrior {
  readonly kind: "option";
  /** The first value; the others follow one by one. */
  readonly first: number;
  readonly count: number;
  /** By option; `null`: all alike. */
  readonly probabilities: readonly number[] | null;
}

/** How a prior's values come from a number drawn on its scale. */
export interface Rounding {
  readonly log?: boolean;
  readonly q?: number;
}

export function uniformPrior(low: number, high: number, { log = false, q }: Rounding = {}): NumberPrior {
  return {
    kind: "number",
    log,
    bounds: [low, high],
    mean: 0.5 * (low + high),
    deviation: high - low,
    q: q ?? null,
  };
}

export function normalPrior(mean: number, deviation: number, { log = false, q }: Rounding = {}): NumberPrior {
  return { kind: "number", log, bounds: null, mean, deviation, q: q ?? null };
}
