import { describe, expect, it } from "vitest";
import { logImprovement, logImprovementSlope } from "../../../src/search/numerics/log-improvement.js";

describe("logImprovement", () => {
  // mpmath 1.4, 400 digits: log(npdf(z) + z * ncdf(z)), and ncdf(z) / (npdf(z) + z * ncdf(z))
  it.each([
    [-1000, -500014.73445209116, 1000.001999994],
    [-51.0, -1309.283741653038, 51.0391705760735],
    [-40, -808.29856835662, 40.04990665764852],
    [-25.5, -332.525884462205, 25.578073358175352],
    [-25, -319.86146358149597, 25.07962023426653],
    [-24.5, -307.4462538577302, 24.581229341151868],
    [-10, -55.55312203612235, 10.194383033412553],
    [-3, -7.869686059603029, 3.5323375176251606],
    [-1, -2.4851210257126413, 1.9042712333296918],
    [-0.5, -1.6205162643873199, 1.5598731483480797],
    [0, -0.9189385332046728, 1.2533141373155003],
    [2, 0.6973835457882284, 0.48655931878528386],
    [30, 3.4011973816621555, 0.03333333333333333],
  ])("at %f, with its slope", (z, value, slope) => {
    expect(Math.abs(logImprovement(z) / value - 1)).toBeLessThan(1e-12);
    expect(Math.abs(logImprovementSlope(z) / slope - 1)).toBeLessThan(1e-11);
  });

  it("is NaN for NaN", () => {
    expect(logImprovement(Number.NaN)).toBeNaN();
    expect(logImprovementSlope(Number.NaN)).toBeNaN();
  });
});
