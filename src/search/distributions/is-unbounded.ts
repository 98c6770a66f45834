import type { Distribution } from "./distribution.js";

/** Whether a distribution has no upper end, as the normal ones have none: its coordinate is then a normal's mass. */
export function isUnbounded(distribution: Distribution): boolean {
  return !(distribution.nearest(Number.MAX_VALUE) < Number.MAX_VALUE);
}
