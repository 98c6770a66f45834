import type { Distribution } from "./distribution.js";
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
  create: (first: number, second?: number) => (second === undefined ? integers(0, first) : integers(first, second)),
};

function integers(low: number, end: number): Distribution {
  const unordered = { kind: "option", first: low, count: end - low, probabilities: null } as const;
  return uniformSteps({ low, high: end - 1, q: 1 }, unordered);
}
