import { continuous } from "./continuous.js";
import { uniformPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { checkRange, HIGH, LOW } from "./rules.js";
import { linearScale } from "./scale.js";

export const uniform: DistributionKind = {
  name: "uniform",
  about: "any number between low and high, all alike",
  forms: [[LOW, HIGH]],
  check: checkRange,
  create: (low: number, high: number) => continuous(linearScale(low, high), uniformPrior(low, high)),
};
