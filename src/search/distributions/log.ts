import { log as naturalLog } from "../numerics/log.js";
import { continuous } from "./continuous.js";
import { uniformPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { checkRange, POSITIVE_HIGH, POSITIVE_LOW } from "./rules.js";
import { logScale } from "./scale.js";

export const log: DistributionKind = {
  name: "log",
  about: "any number between low and high, uniform in the logarithm: loguniform with the values themselves as bounds",
  forms: [[POSITIVE_LOW, POSITIVE_HIGH]],
  check: checkRange,
  create: (low: number, high: number) =>
    continuous(logScale(low, high), uniformPrior(naturalLog(low), naturalLog(high), { log: true })),
};
