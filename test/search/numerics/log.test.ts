import { describe, expect, it } from "vitest";
import { log } from "../../../src/search/numerics/log.js";

describe("log", () => {
  it("is within one unit of the last place", () => {
    for (let power = -1070; power < 1024; power += 3) {
      for (const mantissa of [1, 1.1, 1.41, 1.42, 1.9999]) {
        const x = mantissa * 2 ** power;
        if (Number.isFinite(x))
          expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(2 ** -52 * Math.abs(Math.log(x)));
      }
    }
    for (const x of [0.5, 0.999999, 1 - 2 ** -53, 1 + 2 ** -52, 1.0000001, 2]) {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(2 ** -52 * Math.abs(Math.log(x)));
    }
  });

  it("has known values to the last bit", () => {
    expect(log(1)).toBe(0);
    expect(log(2)).toBe(Math.LN2);
    expect(log(5e-324)).toBe(-744.4400719213812);
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384);
  });

  it("goes on where numbers end", () => {
    expect(log(0)).toBe(-Infinity);
    expect(log(-0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
    expect(log(Number.NaN)).toBeNaN();
  });
});
