import type { Random } from "../../../base/index.js";

/**
 * One parameter's factor in every kernel of a mixture. Kernels where the parameter was inactive, and the prior kernel,
 * have the prior as their factor.
 */
export interface KernelColumn {
  /** Adds the logarithm of each kernel's density (mass, if the parameter has cells) at a value to `totals`. */
  addLogDensities(value: number, totals: Float64Array): void;
  /** Whether a kernel has a factor of its own, and not the prior. */
  isActive(kernel: number): boolean;
  /** Draws a value from the factor of an active kernel. */
  draw(kernel: number, random: Random): number;
}
