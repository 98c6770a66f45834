import type { HyperoptPrior } from "./hyperopt-prior.js";

/**
 * A prior over numbers. It owns its coordinates: samplers work in [0, 1], where the prior is uniform, and never ask which
 * distribution they have. Only its shape matters to them.
 */
export interface Distribution {
  /**
   * `continuous`: any value between two values is one. `stepped`: ordered values, each with a cell of the unit interval.
   * `unordered`: option numbers from 0; the cell's width is the option's probability.
   */
  readonly shape: "continuous" | "stepped" | "unordered";
  /** How many values it can take; `Infinity` when they cannot be counted or have no end. */
  readonly count: number;
  /** What its values are, in words for messages: `a multiple of 1 in [2, 8]`. */
  readonly expected: string;
  /** The value at a coordinate in [0, 1]; a uniform draw of the coordinate draws from the prior. */
  fromUnit(unit: number): number;
  /** Where a value lies: its coordinate, or the centre of its cell; an unordered value is its own coordinate. */
  coordinate(value: number): number;
  /** Ends of a value's cell in unit coordinates; both are its coordinate when continuous. */
  cell(value: number): readonly [start: number, end: number];
  /** The value that can be drawn nearest to any number; NaN for NaN. */
  nearest(value: number): number;
  /** The value at a position in the list of all values; only for a finite `count`. */
  valueAt(position: number): number;
  /** What hyperopt makes of the same definition. */
  readonly hyperopt: HyperoptPrior;
}
