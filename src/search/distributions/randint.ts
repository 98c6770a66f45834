import type { DistributionKind } from "./kind.js";
import { uniformSteps } from "./quniform.js";

/**
 * Integers below an excluded upper bound. Unlike hyperopt, which treats them as unrelated labels, near integers count as
 * alike: a wide `randint` is nearly always a size or a count.
 */
export const randint: DistributionKind = {
  name: "randint",
  about: "integers from low (or 0) up to, but without, the upper bound",
  forms: [
    [{ name: "upper", about: "upper bound, excluded", integer: true, positive: true }],
    [
      { name: "low", about: "lower bound, included", integer: true },
      { name: "high", about: "upper bound, excluded; greater than low", integer: true },
    ],
  ],
  check: (first: number, second?: number) =>
    second === undefined || first < second ? null : "low must be less than high",
  create: (first: number, second?: number) =>
    second === undefined ? uniformSteps(0, first - 1, 1) : uniformSteps(first, second - 1, 1),
};
