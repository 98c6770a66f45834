import { log } from "../numerics/log.js";
import { uniformPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { logSteps } from "./qloguniform.js";
import { checkRange, checkSteps, POSITIVE_HIGH, POSITIVE_LOW, Q } from "./rules.js";

export const qlog: DistributionKind = {
  name: "qlog",
  about: "multiples of q between low and high, uniform in the logarithm",
  forms: [[POSITIVE_LOW, POSITIVE_HIGH, Q]],
  check: (low: number, high: number, q: number) => checkRange(low, high) ?? checkSteps(low, high, q),
  create: (low: number, high: number, q: number) =>
    logSteps({ low, high, q }, uniformPrior(log(low), log(high), { log: true, q })),
};
