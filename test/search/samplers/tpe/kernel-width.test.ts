import { describe, expect, it } from "vitest";
import { kernelWidth, NARROWEST_KERNEL, narrowestWidth } from "../../../../src/search/samplers/tpe/kernel-width.js";

describe("kernelWidth", () => {
  it("is the gap to the farther neighbour within its limits", () => {
    expect(kernelWidth(0.2, { count: 10, narrowest: 0.03 })).toBe(0.2);
    expect(kernelWidth(0.01, { count: 10, narrowest: 0.03 })).toBe(0.03);
    expect(kernelWidth(1.5, { count: 10, narrowest: 0.03 })).toBe(1);
  });

  it("stays wide as long as there are very few kernels", () => {
    const widths = [1, 2, 3, 4].map((count) => kernelWidth(0, { count, narrowest: 0.03 }));
    expect(widths).toEqual([1 / 9, 1 / 16, 1 / 25, 0.03]);
  });
});

describe("narrowestWidth", () => {
  it("is 3 % of the range at first, and then falls in inverse proportion to the results", () => {
    expect(narrowestWidth(0)).toBe(0.03);
    expect(narrowestWidth(60)).toBe(0.03);
    expect(narrowestWidth(97)).toBeCloseTo(0.015, 12);
    expect(narrowestWidth(193)).toBeCloseTo(0.0075, 12);
    for (let results = 1; results < 2000; results++) {
      const width = narrowestWidth(results);
      expect(width).toBeLessThanOrEqual(narrowestWidth(results - 1));
      if (results > 70 && results < 1000) expect(width * results).toBeGreaterThan(0.03 * 48 * 0.999);
      if (results > 70 && results < 1000) expect(width * results).toBeLessThan(0.03 * 48 * 1.42);
    }
  });

  it("has an end", () => {
    expect(narrowestWidth(1_000_000)).toBe(NARROWEST_KERNEL);
  });
});
