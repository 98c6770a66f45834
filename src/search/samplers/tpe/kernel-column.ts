import type { Random } from "../../../base/index.js";
import type { Factor } from "./selection.js";

/**
 * One parameter's part of the kernels of a mixture, kernels being numbered from 0. Where the parameter is inactive a
 * kernel has the prior as its factor. Densities are relative to the prior's, which is therefore 1: a value's scale, and the
 * width of its cell if it has one, drop out.
 */
export interface KernelColumn {
  /** Makes room for kernels 0 to `capacity - 1`. */
  reserve(capacity: number): void;
  /** Whether a kernel has a factor of its own, and not the prior. */
  isActive(kernel: number): boolean;
  /** The factor of all kernels at a value. */
  factorAt(value: number): Factor;
  /** Draws a value from the factor of an active kernel. */
  draw(kernel: number, random: Random): number;
}

/** Keeps up with which kernels of a column count. */
export interface Membership {
  /** Sets the smallest width of kernels, where they have one. */
  setNarrowest(width: number): void;
  /**
   * Adds kernels `from` to `to - 1`, numbered on from those that there were.
   *
   * @param coordinates by kernel, NaN where inactive
   */
  extend(coordinates: Float64Array, from: number, to: number): void;
  remove(kernel: number): void;
  /** A removed kernel counts again. */
  restore(kernel: number): void;
}
