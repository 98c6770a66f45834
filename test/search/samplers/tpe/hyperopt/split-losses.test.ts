import { describe, expect, it } from "vitest";
import { splitLosses } from "../../../../../src/search/samplers/tpe/hyperopt/split-losses.js";
import { goldenCases } from "../../../../fixtures/golden.js";

interface Case {
  readonly note: string;
  readonly inputs: {
    readonly o_idxs: readonly number[];
    readonly o_vals: readonly number[];
    readonly l_idxs: readonly number[];
    readonly l_vals: readonly number[];
    readonly gamma: number;
    readonly gamma_cap: number;
  };
  readonly output: { readonly below: readonly number[]; readonly above: readonly number[] };
}

describe("splitLosses", () => {
  const cases = goldenCases<Case>("ap_split_trials");
  it.each(cases.map((one) => [one.note, one] as const))("divides as hyperopt does: %s", (_, { inputs, output }) => {
    const good = splitLosses(Float64Array.from(inputs.l_vals), inputs.gamma, inputs.gamma_cap);
    const part = (flag: number) =>
      inputs.o_vals.filter((_, index) => good[inputs.l_idxs.indexOf(inputs.o_idxs[index] ?? -1)] === flag);
    expect(part(1)).toEqual(output.below);
    expect(part(0)).toEqual(output.above);
  });
});
