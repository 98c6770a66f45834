import { describe, expect, it } from "vitest";
import { exp } from "../../../src/search/numerics/exp.js";

describe("exp", () => {
  it("is within one unit of the last place", () => {
    for (let x = -708; x < 709; x += 0.37) {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(2 ** -52);
    }
    for (const x of [1e-300, -1e-300, 1e-17, -1e-9, 0.3465735902799726, -0.3465735902799727]) {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(2 ** -52);
    }
  });

  it("has known values to the last bit", () => {
    expect(exp(0)).toBe(1);
    expect(exp(2)).toBe(7.38905609893065);
    expect(exp(-1)).toBe(0.36787944117144233);
    expect(exp(10)).toBe(22026.465794806718);
    expect(exp(709.78)).toBe(1.7928227943945155e308);
    expect(exp(-745.13)).toBe(5e-324);
  });

  it("goes on where numbers end", () => {
    expect(exp(710)).toBe(Infinity);
    expect(exp(-746)).toBe(0);
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
  });
});
