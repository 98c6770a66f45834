import { exp } from "../numerics/exp.js";
import type { Argument } from "./kind.js";

export const LOW: Argument = { name: "low", about: "lower bound" };
export const HIGH: Argument = { name: "high", about: "upper bound, greater than low" };
export const LOG_LOW: Argument = { name: "low", about: "natural logarithm of the lower bound" };
export const LOG_HIGH: Argument = { name: "high", about: "natural logarithm of the upper bound, greater than low" };
export const POSITIVE_LOW: Argument = { name: "low", about: "lower bound", positive: true };
export const POSITIVE_HIGH: Argument = { name: "high", about: "upper bound, greater than low", positive: true };
export const MU: Argument = { name: "mu", about: "mean" };
export const LOG_MU: Argument = { name: "mu", about: "mean of the natural logarithm" };
export const SIGMA: Argument = { name: "sigma", about: "standard deviation", positive: true };
export const LOG_SIGMA: Argument = {
  name: "sigma",
  about: "standard deviation of the natural logarithm",
  positive: true,
};
export const Q: Argument = { name: "q", about: "step: values are its multiples", positive: true };

/** Rule of every bounded range. */
export function checkRange(low: number, high: number): string | null {
  if (!(low < high)) return "low must be less than high";
  return Number.isFinite(high - low) ? null : "high - low must be a finite number";
}

/** Rule of every bounded range of multiples: it holds at least one, and few enough to be told apart. */
export function checkSteps(low: number, high: number, q: number): string | null {
  if (!(q <= high - low)) return "q must not be larger than high - low";
  return checkStepSize(Math.max(Math.abs(low), Math.abs(high)), q);
}

function checkStepSize(size: number, q: number): string | null {
  return Number.isSafeInteger(Math.ceil(size / q)) ? null : "q is too small for numbers of this size";
}

/** Rule of every range whose bounds are logarithms. */
export function checkLogRange(low: number, high: number): string | null {
  if (!(low < high)) return "low must be less than high";
  const possible = exp(low) > 0 && Number.isFinite(exp(high));
  return possible ? null : "low and high are natural logarithms: exp(low) and exp(high) must be finite and above 0";
}

export function checkLogSteps(low: number, high: number, q: number): string | null {
  if (!(q <= exp(high) - exp(low))) return "q must not be larger than exp(high) - exp(low)";
  return checkStepSize(exp(high), q);
}
