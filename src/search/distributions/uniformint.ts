import { uniformPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { uniformSteps } from "./quniform.js";
import { checkRange, checkSteps, HIGH, LOW } from "./rules.js";

export const uniformint: DistributionKind = {
  name: "uniformint",
  about: "integers from low to high, both included",
  forms: [[LOW, HIGH]],
  check: (low: number, high: number) => checkRange(low, high) ?? checkSteps(low, high, 1),
  create: (low: number, high: number) => uniformSteps({ low, high, q: 1 }, uniformPrior(low, high, { q: 1 })),
};
