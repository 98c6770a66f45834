import { describe, expect, it } from "vitest";
import { erfcx } from "../../../src/search/numerics/erfcx.js";

describe("erfcx", () => {
  // mpmath 1.4, 60 digits: exp(x*x) * erfc(x)
  it.each([
    [0.5, 0.6156903441929259],
    [1, 0.427583576155807],
    [2, 0.25539567631050575],
    [3.9, 0.14031418160068973],
    [4, 0.13699945762506138],
    [4.1, 0.13383411641865198],
    [10, 0.05614099274382259],
    [100, 0.005641613782989433],
    [1e6, 5.641895835474742e-7],
  ])("at %f", (x, value) => {
    expect(Math.abs(erfcx(x) / value - 1)).toBeLessThan(1e-14);
  });

  it("is 0 at infinity, and NaN for NaN", () => {
    expect(erfcx(Infinity)).toBe(0);
    expect(erfcx(Number.NaN)).toBeNaN();
  });
});
