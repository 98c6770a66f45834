import type { Random } from "../../../base/index.js";
import type { Distribution } from "../../distributions/distribution.js";
import { isUnbounded } from "../../distributions/is-unbounded.js";
import { normalCdf } from "../../numerics/normal-cdf.js";
import { normalQuantile } from "../../numerics/normal-quantile.js";

/**
 * Draws from the prior, drawn together around a value. Bounded numbers: uniform in a window of the prior's coordinates,
 * shifted to fit into the range. Unbounded ones: normal around the value, with the prior's sigma times the width. Options:
 * the value itself, or with probability `width` one from the prior.
 *
 * @param options.width share of the prior's width, in (0, 1]
 */
export function drawNear(
  distribution: Distribution,
  value: number,
  { width, random }: { width: number; random: Random },
): number {
  if (distribution.shape === "unordered") {
    return random.next() < width ? distribution.fromUnit(random.next()) : value;
  }
  if (isUnbounded(distribution)) {
    // The coordinate is the normal's mass below a value, so that this is a step in standard deviations.
    const z =
      normalQuantile(distribution.coordinate(value)) + width * normalQuantile(random.next() || Number.MIN_VALUE);
    return distribution.fromUnit(normalCdf(z));
  }
  const start = Math.min(1 - width, Math.max(0, distribution.coordinate(value) - width / 2));
  return distribution.fromUnit(start + width * random.next());
}
