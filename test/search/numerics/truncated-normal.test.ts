import { describe, expect, it } from "vitest";
import { normalMass } from "../../../src/search/numerics/normal-mass.js";
import { unitMass, unitQuantile } from "../../../src/search/numerics/truncated-normal.js";

describe("unitMass", () => {
  it("is the mass of the normal in [0, 1]", () => {
    expect(unitMass(0.5, 0.5)).toBeCloseTo(0.6826894921370859, 12);
    expect(unitMass(0, 0.1)).toBeCloseTo(0.5, 12);
  });

  it("leaves out no more than 1e-8 by its short cut", () => {
    for (const mean of [0.19, 0.5, 0.81]) {
      expect(Math.abs(unitMass(mean, 0.03) - normalMass(-mean / 0.03, (1 - mean) / 0.03))).toBeLessThan(1e-8);
    }
  });
});

describe("unitQuantile", () => {
  it("goes from 0 to 1 and halves the mass in between", () => {
    expect(unitQuantile(0.3, 0.2, 0)).toBe(0);
    expect(unitQuantile(0.3, 0.2, 1)).toBeCloseTo(1, 12);
    expect(unitQuantile(0.5, 0.2, 0.5)).toBeCloseTo(0.5, 12);
    const middle = unitQuantile(0, 0.1, 0.5);
    expect(normalMass(0, middle / 0.1)).toBeCloseTo(0.25, 10);
  });
});
