import { describe, expect, it } from "vitest";
import { signedRankTest } from "../../../src/search/numerics/signed-rank-test.js";

describe("signedRankTest", () => {
  // scipy 1.17.1: wilcoxon(differences, alternative="greater", zero_method="zsplit").pvalue
  it.each<[string, readonly number[], number]>([
    ["distinct sizes", [0.5, -1.2, 2.3, 0.1, -0.4, 3.1, 0.9], 0.1484375],
    ["ties", [1, 1, 2, -2, 3, 3, -1, 2], 0.078125],
    ["zeros", [0, 0, 1, -2, 3, 1], 0.25],
    ["all zeros", [0, 0, 0], 1],
    ["one", [2], 0.5],
    [
      "sixty, by the normal distribution",
      Array.from({ length: 60 }, (_, i) => (((i * 37) % 61) - 25) / 2),
      0.020164017228156847,
    ],
  ])("gives scipy's probability: %s", (_, differences, expected) => {
    expect(signedRankTest(differences)).toBeCloseTo(expected, 12);
  });

  it("goes from the exact distribution to the normal one without a jump", () => {
    const some = (count: number) => Array.from({ length: count }, (_, i) => ((i * 37) % 61) - 27.5);
    expect(Math.abs(signedRankTest(some(50)) - signedRankTest(some(51)))).toBeLessThan(0.02);
  });
});
