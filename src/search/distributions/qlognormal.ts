import { normalPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { LOG_MU, LOG_SIGMA, Q } from "./rules.js";
import { logNormalScale } from "./scale.js";
import { stepped, unboundedSteps } from "./stepped.js";

export const qlognormal: DistributionKind = {
  name: "qlognormal",
  about: "exp of a normally distributed number, rounded to a multiple of q; 0 is possible",
  forms: [[LOG_MU, LOG_SIGMA, Q]],
  check: () => null,
  create: (mu: number, sigma: number, q: number) =>
    stepped(logNormalScale(mu, sigma), unboundedSteps(q, 0), normalPrior(mu, sigma, { log: true, q })),
};
