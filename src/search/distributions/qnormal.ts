import { normalPrior } from "./hyperopt-prior.js";
import type { DistributionKind } from "./kind.js";
import { MU, Q, SIGMA } from "./rules.js";
import { normalScale } from "./scale.js";
import { stepped, unboundedSteps } from "./stepped.js";

export const qnormal: DistributionKind = {
  name: "qnormal",
  about: "normally distributed, rounded to a multiple of q",
  forms: [[MU, SIGMA, Q]],
  check: () => null,
  create: (mu: number, sigma: number, q: number) =>
    stepped(normalScale(mu, sigma), unboundedSteps(q, -Infinity), normalPrior(mu, sigma, { q })),
};
