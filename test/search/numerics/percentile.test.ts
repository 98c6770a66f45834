import { describe, expect, it } from "vitest";
import { percentileOf } from "../../../src/search/numerics/percentile.js";

describe("percentileOf", () => {
  // numpy.nanpercentile
  it.each([
    [0, 1],
    [25, 1.75],
    [50, 2.5],
    [90, 7.9],
    [100, 10],
  ])("at %d", (percent, expected) => {
    expect(percentileOf([3, 1, 2, Number.NaN, 10], percent)).toBeCloseTo(expected, 12);
  });

  it("is the number itself for one, NaN for none, and knows infinities", () => {
    expect(percentileOf([7], 30)).toBe(7);
    expect(percentileOf([], 50)).toBeNaN();
    expect(percentileOf([Number.NaN], 50)).toBeNaN();
    expect(percentileOf([Infinity, Infinity, 1], 75)).toBe(Infinity);
    expect(percentileOf([-Infinity, 1, 2], 50)).toBe(1);
  });
});
