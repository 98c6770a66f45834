import type { Distribution } from "./distribution.js";
import type { HyperoptPrior } from "./hyperopt-prior.js";
import { multiple } from "./multiple.js";
import type { Scale } from "./scale.js";

/** The multiples of `q` from `first * q` to `last * q`, and what to say of them. */
export interface Steps {
  readonly q: number;
  readonly first: number;
  readonly last: number;
  /** Bounds that no value may leave, not even by a rounding error. */
  readonly low: number;
  readonly high: number;
  readonly expected: string;
}

// Bounds that are multiples of q in decimal need not be so in binary: 0.6 / 0.2 is 2.9999999999999996.
const SLACK = 1e-9;

/** Multiples of `q` within [low, high], both ends included. */
export function stepsBetween(low: number, high: number, q: number): Steps {
  const first = Math.ceil(low / q - SLACK);
  const last = Math.floor(high / q + SLACK);
  return { q, first, last, low, high, expected: `a multiple of ${q} in [${low}, ${high}]` };
}

/** All multiples of `q` from a lowest value (0 or -Infinity) upwards. */
export function unboundedSteps(q: number, low: number): Steps {
  const expected = low === 0 ? `a multiple of ${q}, 0 or more` : `a multiple of ${q}`;
  return { q, first: low, last: Infinity, low, high: Infinity, expected };
}

/**
 * Multiples of `q`; each gets the mass that the scale has within half a step of it. With a scale that reaches half a step
 * beyond the first and last value those two get full cells, unlike in hyperopt.
 */
export function stepped(scale: Scale, steps: Steps, hyperopt: HyperoptPrior): Distribution {
  const { q, first, last } = steps;
  const valueAtStep = (step: number) => Math.min(steps.high, Math.max(steps.low, multiple(step, q)));
  const nearest = (value: number) => valueAtStep(Math.min(last, Math.max(first, Math.floor(value / q + 0.5))));
  const start = (value: number) => scale.toUnit(value - q / 2);
  const end = (value: number) => scale.toUnit(value + q / 2);
  return {
    shape: "stepped",
    count: last - first + 1,
    expected: steps.expected,
    fromUnit: (unit) => nearest(scale.fromUnit(unit)),
    coordinate: (value) => (start(value) + end(value)) / 2,
    cell: (value) => [start(value), end(value)],
    nearest,
    valueAt: (position) => valueAtStep(first + position),
    hyperopt,
  };
}
