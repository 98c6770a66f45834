import type { Distribution } from "../../distributions/distribution.js";
import { isUnbounded } from "../../distributions/is-unbounded.js";
import type { Axis } from "../../spaces/points.js";

/** One parameter's side of a grid. */
export interface GridAxis extends Axis {
  has(value: number): boolean;
}

/**
 * The values of a parameter that a grid has. Steps lie evenly in the prior's coordinates: in the logarithm for logarithmic
 * ranges, ends included; at the middles of equally probable parts for distributions without ends.
 *
 * @param steps how many; `null`: all, of a finite distribution
 */
export function gridAxis(distribution: Distribution, steps: number | null): GridAxis {
  const { count } = distribution;
  if (steps === null || steps >= count) {
    return { count, valueAt: distribution.valueAt, has: (value) => distribution.nearest(value) === value };
  }
  const values = Array.from(new Set(steppedValues(distribution, steps)));
  const members = new Set(values);
  return {
    count: values.length,
    valueAt: (position) => values[position] ?? Number.NaN,
    has: (value) => members.has(value),
  };
}

/** Some of them may be equal: quantiles of a quantised distribution are rounded. */
function steppedValues(distribution: Distribution, steps: number): readonly number[] {
  const { count, valueAt, fromUnit } = distribution;
  const even = (index: number) => (steps === 1 ? 0.5 : index / (steps - 1));
  const middle = (index: number) => (index + 0.5) / steps;
  const listed = Number.isFinite(count);
  const place = !listed && isUnbounded(distribution) ? middle : even;
  return Array.from({ length: steps }, (_, index) =>
    listed ? valueAt(Math.round(place(index) * (count - 1))) : fromUnit(place(index)),
  );
}
