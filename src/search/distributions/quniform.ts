import type { Distribution } from "./distribution.js";
import type { DistributionKind } from "./kind.js";
import { checkRange, checkSteps, HIGH, LOW, Q } from "./rules.js";
import { linearScale } from "./scale.js";
import { stepped, stepsBetween } from "./stepped.js";

export const quniform: DistributionKind = {
  name: "quniform",
  about: "multiples of q between low and high, all alike",
  forms: [[LOW, HIGH, Q]],
  check: (low: number, high: number, q: number) => checkRange(low, high) ?? checkSteps(low, high, q),
  create: uniformSteps,
};

/** Multiples of `q` in [low, high], each with the same mass. */
export function uniformSteps(low: number, high: number, q: number): Distribution {
  const steps = stepsBetween(low, high, q);
  return stepped(linearScale((steps.first - 0.5) * q, (steps.last + 0.5) * q), steps);
}
