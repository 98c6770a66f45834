import { exp } from "../numerics/exp.js";
import type { HyperoptPrior } from "./hyperopt-prior.js";
import { multiple } from "./multiple.js";

/** The multiple of q nearest to a value, as hyperopt rounds: halves go to the even multiple. */
export function roundToMultiple(value: number, q: number): number {
  const steps = value / q;
  const below = Math.floor(steps);
  const rest = steps - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return multiple(up ? below + 1 : below, q);
}

/**
 * Whether hyperopt draws such a value. It rounds after drawing, so values can lie up to half a step outside of a prior's
 * bounds: 9 comes out of `quniform(0, 8, 3)`.
 */
export function isHyperoptValue(prior: HyperoptPrior, value: number): boolean {
  if (prior.kind !== "number" || prior.q === null || prior.bounds === null) return false;
  const [low, high] = prior.log ? prior.bounds.map(exp) : prior.bounds;
  const inside = value >= roundToMultiple(low ?? 0, prior.q) && value <= roundToMultiple(high ?? 0, prior.q);
  return inside && roundToMultiple(value, prior.q) === value;
}
