import { describe, expect, it } from "vitest";
import { logDensityOf } from "../../../../../src/search/samplers/tpe/hyperopt/mixture-density.js";
import { expectClose, goldenCases } from "../../../../fixtures/golden.js";

interface Case {
  readonly function: string;
  readonly note: string;
  readonly inputs: {
    readonly samples: readonly number[];
    readonly weights: readonly number[];
    readonly mus: readonly number[];
    readonly sigmas: readonly number[];
    readonly low: number | null;
    readonly high: number | null;
    readonly q: number | null;
  };
  readonly output?: readonly number[];
}

describe("logDensityOf", () => {
  // Two cases are errors that no prior leads to: a bound on one side only, and a negative value on a logarithmic scale.
  const cases = goldenCases<Case>("mixture_lpdf").filter(({ output }) => output !== undefined);

  it("is checked against every density of hyperopt's", () => {
    expect(cases).toHaveLength(40);
  });

  it.each(cases.map((one) => [one.function, one.note, one] as const))("is that of %s: %s", (name, _, one) => {
    const { samples, weights, mus, sigmas, low, high, q } = one.inputs;
    const mixture = {
      weights: Float64Array.from(weights),
      means: Float64Array.from(mus),
      deviations: Float64Array.from(sigmas),
    };
    const bounds = low === null || high === null ? null : ([low, high] as const);
    const range = { log: name === "LGMM1_lpdf", bounds, q };
    expectClose(samples.map(logDensityOf(mixture, range)), one.output ?? []);
  });
});
