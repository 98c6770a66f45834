import { describe, it } from "vitest";
import { adaptiveParzen } from "../../../../../src/search/samplers/tpe/hyperopt/adaptive-parzen.js";
import { expectClose, goldenCases } from "../../../../fixtures/golden.js";

interface Mixture {
  readonly weights: readonly number[];
  readonly mus: readonly number[];
  readonly sigmas: readonly number[];
}

interface Case {
  readonly note: string;
  readonly inputs: {
    readonly mus: readonly number[];
    readonly prior_weight: number;
    readonly prior_mu: number;
    readonly prior_sigma: number;
    readonly LF: number;
  };
  readonly output: Mixture;
  /** Where ties decide which observation is the older one: with the order of age kept. */
  readonly output_stable?: Mixture;
}

describe("adaptiveParzen", () => {
  const cases = goldenCases<Case>("adaptive_parzen_normal");
  it.each(cases.map((one) => [one.note, one] as const))("is hyperopt's mixture: %s", (_, { inputs, ...outputs }) => {
    const mixture = adaptiveParzen(Float64Array.from(inputs.mus), {
      prior: { mean: inputs.prior_mu, deviation: inputs.prior_sigma },
      priorWeight: inputs.prior_weight,
      kept: inputs.LF,
    });
    const expected = outputs.output_stable ?? outputs.output;
    expectClose(mixture.weights, expected.weights);
    expectClose(mixture.means, expected.mus);
    expectClose(mixture.deviations, expected.sigmas);
  });
});
