import { describe, expect, it } from "vitest";
import { normalMass } from "../../../src/search/numerics/normal-mass.js";

describe("normalMass", () => {
  // mpmath 1.3.0, 40 digits: ncdf(b) - ncdf(a)
  it.each([
    [-1, 1, 0.6826894921370859],
    [0, 2, 0.4772498680518208],
    [-3, -2.5, 0.004859767294146041],
    [8, 9, 6.21983198586583e-16],
    [-9, -8, 6.21983198586583e-16],
    [-40, 40, 1],
  ])("between %f and %f", (from, to, mass) => {
    expect(Math.abs(normalMass(from, to) / mass - 1)).toBeLessThan(1e-10);
  });

  it("is 0 where nothing lies between, and NaN for NaN", () => {
    expect(normalMass(1.5, 1.5)).toBe(0);
    expect(normalMass(-Infinity, Infinity)).toBe(1);
    expect(normalMass(Number.NaN, 1)).toBeNaN();
  });
});
