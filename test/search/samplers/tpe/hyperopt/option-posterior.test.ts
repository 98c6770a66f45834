import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../../src/base/index.js";
import type { OptionPrior } from "../../../../../src/search/distributions/hyperopt-prior.js";
import { OptionPosterior } from "../../../../../src/search/samplers/tpe/hyperopt/option-posterior.js";
import { expectClose, goldenCases } from "../../../../fixtures/golden.js";

interface Case {
  readonly note: string;
  readonly inputs: {
    readonly observed: readonly number[];
    readonly prior_weight: number;
    readonly low?: number;
    readonly high?: number | null;
    readonly p?: readonly number[];
    readonly LF: number;
  };
  readonly output: { readonly probabilities: readonly number[] };
}

function priorOf({ p, low = 0, high = null }: Case["inputs"]): OptionPrior {
  if (p !== undefined) return { kind: "option", first: 0, count: p.length, probabilities: p };
  const [first, end] = high === null ? [0, low] : [low, high];
  return { kind: "option", first, count: end - first, probabilities: null };
}

const posteriorOf = ({ inputs }: Case) =>
  new OptionPosterior(priorOf(inputs), Float64Array.from(inputs.observed), {
    priorWeight: inputs.prior_weight,
    kept: inputs.LF,
  });

describe("OptionPosterior", () => {
  const cases = goldenCases<Case>("discrete_posteriors").map((one) => [JSON.stringify(one.inputs), one] as const);

  it.each(cases)("has hyperopt's probabilities: %s", (_, one) => {
    const posterior = posteriorOf(one);
    const { first, count } = priorOf(one.inputs);
    const values = Array.from({ length: count }, (_, option) => first + option);
    expectClose(
      values.map((value) => posterior.probability(value)),
      one.output.probabilities,
    );
  });

  it.each(cases)("draws options as often as that: %s", (_, one) => {
    const posterior = posteriorOf(one);
    const { first } = priorOf(one.inputs);
    const random = createRandom(11);
    const draws = 4000;
    const counts = one.output.probabilities.map(() => 0);
    for (let draw = 0; draw < draws; draw++) {
      const option = posterior.draw(random) - first;
      counts[option] = (counts[option] ?? 0) + 1;
    }
    expect(counts).toHaveLength(one.output.probabilities.length);
    for (const [option, probability] of one.output.probabilities.entries()) {
      // Five standard errors.
      const error = 5 * Math.sqrt((probability * (1 - probability)) / draws);
      expect(Math.abs((counts[option] ?? 0) / draws - probability)).toBeLessThanOrEqual(error);
    }
  });
});
