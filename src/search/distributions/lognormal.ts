import { continuous } from "./continuous.js";
import { normalPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { LOG_MU, LOG_SIGMA } from "./rules.js";
import { logNormalScale } from "./scale.js";

export const lognormal: DistributionKind = {
  name: "lognormal",
  about: "exp of a normally distributed number",
  forms: [[LOG_MU, LOG_SIGMA]],
  check: () => null,
  create: (mu: number, sigma: number) => continuous(logNormalScale(mu, sigma), normalPrior(mu, sigma, { log: true })),
};
