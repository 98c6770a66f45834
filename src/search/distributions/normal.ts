import { continuous } from "./continuous.js";
import { normalPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { MU, SIGMA } from "./rules.js";
import { normalScale } from "./scale.js";

export const normal: DistributionKind = {
  name: "normal",
  about: "normally distributed, without bounds",
  forms: [[MU, SIGMA]],
  check: () => null,
  create: (mu: number, sigma: number) => continuous(normalScale(mu, sigma), normalPrior(mu, sigma)),
};
