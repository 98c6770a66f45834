import { describe, expect, it } from "vitest";
import { toTargets } from "../../../../src/search/samplers/gp/targets.js";

const targetsOf = (...losses: number[]): number[] => [...toTargets(Float64Array.from(losses))];

describe("toTargets", () => {
  it("keeps the order, with mean 0 and variance 1", () => {
    const targets = targetsOf(5, 1, 3, 2, 4);
    expect([...targets].sort((a, b) => a - b)).toEqual([1, 3, 2, 4, 0].map((index) => targets[index]));
    expect(targets.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    expect(targets.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(5, 12);
  });

  it("lets the size of bad losses matter little", () => {
    const [a = 0, b = 0, , , worst = 0] = targetsOf(0, 1, 2, 3, 1e9);
    expect(worst - b).toBeLessThan(30 * (b - a));
  });

  it("does not depend on the losses' unit", () => {
    const plain = targetsOf(0.2, 7, 3, 1, 12);
    targetsOf(0.2 * 64 + 8, 7 * 64 + 8, 3 * 64 + 8, 72, 12 * 64 + 8).forEach((target, index) => {
      expect(target).toBeCloseTo(plain[index] ?? Number.NaN, 10);
    });
  });

  it("takes what is not finite as the worst finite loss", () => {
    const [, worst, failed, infinite, negative] = targetsOf(1, 3, Number.NaN, Infinity, -Infinity, 2);
    expect([failed, infinite, negative]).toEqual([worst, worst, worst]);
  });

  it.each([
    ["equal", [4, 4, 4]],
    ["one", [4]],
    ["none finite", [Number.NaN, Infinity]],
  ])("is 0 throughout for losses that tell nothing: %s", (_, losses) => {
    expect(targetsOf(...losses).every((target) => target === 0)).toBe(true);
  });

  it("stays finite for the largest losses and for a plateau of best ones", () => {
    expect(targetsOf(1e308, -1e308, 0).every(Number.isFinite)).toBe(true);
    expect(targetsOf(0, 0, 0, 0, 1).every(Number.isFinite)).toBe(true);
  });
});
