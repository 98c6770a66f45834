import { describe, expect, it } from "vitest";
import { toLoss, toValue } from "../../src/search/index.js";

describe("toLoss and toValue", () => {
  it("leave a minimised metric alone, and negate a maximised one", () => {
    expect(toLoss(3, "minimize")).toBe(3);
    expect(toLoss(3, "maximize")).toBe(-3);
    expect(toValue(-3, "maximize")).toBe(3);
  });

  it("keep NaN and the infinities, and make no negative zero", () => {
    expect(toLoss(Number.NaN, "maximize")).toBeNaN();
    expect(toLoss(Infinity, "maximize")).toBe(-Infinity);
    expect(Object.is(toLoss(0, "maximize"), 0)).toBe(true);
    expect(Object.is(toValue(0, "maximize"), 0)).toBe(true);
  });
});
