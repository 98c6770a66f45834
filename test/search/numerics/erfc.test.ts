import { describe, expect, it } from "vitest";
import { erfc } from "../../../src/search/numerics/erfc.js";

// mpmath 1.3.0, 40 digits: nstr(erfc(mpf(x)), 16)
const REFERENCE: readonly (readonly [x: number, value: number])[] = [
  [-6, 2],
  [-3, 1.9999779095030015],
  [-1, 1.8427007929497148],
  [-0.46875, 1.492613473217938],
  [-0.1, 1.1124629160182848],
  [0, 1],
  [0.1, 0.887537083981715],
  [0.4, 0.5716076449533315],
  [0.46875, 0.507386526782062],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [3.9, 3.4792248597231765e-8],
  [4, 1.541725790028002e-8],
  [4.1, 6.700027654084918e-9],
  [6, 2.1519736712498913e-17],
  [10, 2.088487583762545e-45],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
];

describe("erfc", () => {
  it.each(REFERENCE)("at %f agrees with the reference to 1e-13 of its value", (x, value) => {
    expect(Math.abs(erfc(x) / value - 1)).toBeLessThan(1e-13);
  });

  it("has its limits at the infinities, and NaN for NaN", () => {
    expect(erfc(Infinity)).toBe(0);
    expect(erfc(-Infinity)).toBe(2);
    expect(erfc(Number.NaN)).toBeNaN();
  });
});
