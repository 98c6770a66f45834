import type { NumberOptions } from "../options.js";

export interface TpeOptions {
  /** Trials, running ones included, before the model is used; until then points are random. Default 10. */
  readonly startup?: number | undefined;
  /** Share of the complete trials that counts as good, in (0, 1]; at most 25 trials do. Default 0.1. */
  readonly gamma?: number | undefined;
  /** Points drawn from the good trials' model, the best of which is suggested. Default 24. */
  readonly candidates?: number | undefined;
}

export const tpeOptions = {
  startup: { about: "trials before the model is used", default: 10, min: 1, max: 1_000_000, integer: true },
  gamma: { about: "share of the trials that counts as good", default: 0.1, min: 0.001, max: 1, integer: false },
  candidates: { about: "points compared per suggestion", default: 24, min: 1, max: 100_000, integer: true },
} as const satisfies NumberOptions;
