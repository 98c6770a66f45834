import { describe, expect, it } from "vitest";
import { logSumExp } from "../../../src/search/numerics/log-sum-exp.js";

const of = (...terms: number[]) => logSumExp(Float64Array.from(terms));

describe("logSumExp", () => {
  it("adds what the logarithms stand for", () => {
    expect(of(Math.log(1), Math.log(2), Math.log(3))).toBeCloseTo(Math.log(6), 12);
  });

  it("neither overflows nor underflows", () => {
    expect(of(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 10);
    expect(of(-1000, -1000)).toBeCloseTo(-1000 + Math.LN2, 10);
  });

  it("ignores terms of no weight, and is -Infinity when there are no others", () => {
    expect(of(-Infinity, 3)).toBe(3);
    expect(of(-Infinity, -Infinity)).toBe(-Infinity);
    expect(of()).toBe(-Infinity);
  });
});
