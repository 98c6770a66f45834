import type { NumberOptions } from "../../options.js";

export interface GpOptions {
  /** Trials, running ones included, before the model is used; until then points fill the space evenly. Default 10. */
  readonly startup?: number | undefined;
}

export const gpOptions = {
  startup: { about: "trials before the model is used", default: 10, min: 3, max: 1_000_000, integer: true },
} as const satisfies NumberOptions;
