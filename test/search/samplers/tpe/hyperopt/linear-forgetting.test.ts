import { describe, it } from "vitest";
import { linearForgetting } from "../../../../../src/search/samplers/tpe/hyperopt/linear-forgetting.js";
import { expectClose, goldenCases } from "../../../../fixtures/golden.js";

interface Case {
  readonly inputs: { readonly N: number; readonly LF: number };
  readonly output: readonly number[];
}

describe("linearForgetting", () => {
  const cases = goldenCases<Case>("linear_forgetting_weights");
  it.each(cases.map((one) => [one.inputs.N, one.inputs.LF, one.output] as const))(
    "weighs %i observations, %i of them fully, as hyperopt does",
    (count, kept, expected) => expectClose(linearForgetting(count, kept), expected),
  );
});
