import type { NumberOptions } from "../../options.js";

export interface AnnealOptions {
  /** Mean rank, from 1, of the trial that a point is drawn around: ranks have a geometric distribution. Default 2. */
  readonly avgBestIdx?: number | undefined;
  /** How fast the neighbourhood shrinks: after n trials it has 1 / (1 + n · this) of its full width. Default 0.1. */
  readonly shrinkCoef?: number | undefined;
}

export const annealOptions = {
  avgBestIdx: { about: "mean rank of the trial to stay near", default: 2, min: 1, max: 1_000_000, integer: false },
  shrinkCoef: { about: "how fast the neighbourhood shrinks", default: 0.1, min: 0, max: 1_000_000, integer: false },
} as const satisfies NumberOptions;
