import { exp } from "../numerics/exp.js";
import { continuous } from "./continuous.js";
import { uniformPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { checkLogRange, LOG_HIGH, LOG_LOW } from "./rules.js";
import { logScale } from "./scale.js";

export const loguniform: DistributionKind = {
  name: "loguniform",
  about: "exp of a uniform number between low and high, which are natural logarithms",
  forms: [[LOG_LOW, LOG_HIGH]],
  check: checkLogRange,
  create: (low: number, high: number) =>
    continuous(logScale(exp(low), exp(high)), uniformPrior(low, high, { log: true })),
};
