import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { linearForgetting } from "../../../../src/search/samplers/tpe/linear-forgetting.js";

interface Case {
  readonly inputs: { readonly N: number; readonly LF: number };
  readonly output: readonly number[];
}

const file = new URL("../../../fixtures/golden/linear_forgetting_weights.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: readonly Case[] };

describe("linearForgetting", () => {
  it.each(cases.map((one) => [one.inputs.N, one.inputs.LF, one.output] as const))(
    "weighs %i observations, %i of them fully, as hyperopt does",
    (count, kept, expected) => {
      const weights = linearForgetting(count, kept);
      expect(weights).toHaveLength(expected.length);
      for (const [index, weight] of weights.entries()) {
        expect(Math.abs(weight - (expected[index] ?? Number.NaN))).toBeLessThan(1e-10);
      }
    },
  );
});
