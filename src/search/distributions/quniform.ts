import type { Distribution } from "./distribution.js";
import { type HyperoptPrior, uniformPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { checkRange, checkSteps, HIGH, LOW, Q } from "./rules.js";
import { linearScale } from "./scale.js";
import { stepped, stepsBetween } from "./stepped.js";

export const quniform: DistributionKind = {
  name: "quniform",
  about: "multiples of q between low and high, all alike",
  forms: [[LOW, HIGH, Q]],
  check: (low: number, high: number, q: number) => checkRange(low, high) ?? checkSteps(low, high, q),
  create: (low: number, high: number, q: number) => uniformSteps({ low, high, q }, uniformPrior(low, high, { q })),
};

/** Multiples of `q` in [low, high], each with the same mass. */
export function uniformSteps(
  { low, high, q }: { low: number; high: number; q: number },
  hyperopt: HyperoptPrior,
): Distribution {
  const steps = stepsBetween(low, high, q);
  return stepped(linearScale((steps.first - 0.5) * q, (steps.last + 0.5) * q), steps, hyperopt);
}
