import { exp } from "../numerics/exp.js";
import type { Distribution } from "./distribution.js";
import { type HyperoptPrior, uniformPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { checkLogRange, checkLogSteps, LOG_HIGH, LOG_LOW, Q } from "./rules.js";
import { logScale } from "./scale.js";
import { stepped, stepsBetween } from "./stepped.js";

export const qloguniform: DistributionKind = {
  name: "qloguniform",
  about: "multiples of q between exp(low) and exp(high), uniform in the logarithm",
  forms: [[LOG_LOW, LOG_HIGH, Q]],
  check: (low: number, high: number, q: number) => checkLogRange(low, high) ?? checkLogSteps(low, high, q),
  create: (low: number, high: number, q: number) =>
    logSteps({ low: exp(low), high: exp(high), q }, uniformPrior(low, high, { log: true, q })),
};

/** Multiples of `q` in [low, high] (the values, above 0), their mass uniform in the logarithm. */
export function logSteps(
  { low, high, q }: { low: number; high: number; q: number },
  hyperopt: HyperoptPrior,
): Distribution {
  const steps = stepsBetween(low, high, q);
  // 0 is no value of a logarithmic range, however close its lower bound comes.
  const first = Math.max(1, steps.first);
  return stepped(logScale((first - 0.5) * q, (steps.last + 0.5) * q), { ...steps, first }, hyperopt);
}
