import { normalCdf } from "./normal-cdf.js";

/**
 * Mass of the standard normal between `from` and `to`, `from <= to`. In the upper tail the mirrored lower tail is used:
 * there the two values of the distribution function would both round to 1.
 */
export function normalMass(from: number, to: number): number {
  return from > 0 ? normalCdf(-from) - normalCdf(-to) : normalCdf(to) - normalCdf(from);
}
