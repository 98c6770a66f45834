import type { Options } from "../../options.js";

export interface TpeOptions {
  /**
   * `"hyperopt"`: suggests as hyperopt does, formula by formula; for comparisons, and for who has to repeat an old search.
   * Left out: this project's best.
   */
  readonly preset?: "hyperopt" | undefined;
  /**
   * Trials, running ones included, before the model is used; it waits for the third result in any case. Default 10; 20 as
   * hyperopt.
   */
  readonly startup?: number | undefined;
  /**
   * How many trials count as good: this share of the complete ones, default 0.1; as hyperopt, this many times the square
   * root of their number, default 0.25. At most 25 in any case.
   */
  readonly gamma?: number | undefined;
  /** Points drawn from the good trials' model, the best of which is suggested. Default 24. */
  readonly candidates?: number | undefined;
  /** Weight of the prior in both models, beside an observation's 1. Default 1. */
  readonly priorWeight?: number | undefined;
}

export const tpeOptions = {
  preset: { about: "whose formulas: hyperopt's, or this project's if left out", words: ["hyperopt"] },
  startup: { about: "trials before the model is used", default: 10, min: 1, max: 1_000_000, integer: true },
  gamma: { about: "share of the trials that counts as good", default: 0.1, min: 0.001, max: 1, integer: false },
  candidates: { about: "points compared per suggestion", default: 24, min: 1, max: 100_000, integer: true },
  priorWeight: { about: "weight of the prior", default: 1, min: 0.001, max: 1000, integer: false },
} as const satisfies Options;

/** Defaults with `preset: "hyperopt"`, where they differ. */
export const hyperoptDefaults = { startup: 20, gamma: 0.25 } as const;
