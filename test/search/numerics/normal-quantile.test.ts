import { describe, expect, it } from "vitest";
import { normalCdf } from "../../../src/search/numerics/normal-cdf.js";
import { normalQuantile } from "../../../src/search/numerics/normal-quantile.js";

// mpmath 1.3.0, 40 digits: the root of log(ncdf(z)) = log(p), p being the nearest double.
const REFERENCE: readonly (readonly [p: number, z: number])[] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-10, -6.361340902404057],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.02425, -1.9729610513118847],
  [0.075, -1.439531470938456],
  [0.1, -1.2815515655446004],
  [0.3, -0.5244005127080408],
  [0.7, 0.5244005127080407],
  [0.925, 1.4395314709384561],
  [0.99, 2.3263478740408408],
  [0.999999, 4.753424308817088],
];

describe("normalQuantile", () => {
  it.each(REFERENCE)("at %f agrees with the reference to 1e-13 of its value", (p, z) => {
    expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-13);
  });

  it("is 0 at one half, infinite at the ends and NaN outside", () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    for (const outside of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(outside)).toBeNaN();
  });

  it("is undone by the distribution function, to 1e-7 in the tail", () => {
    for (const p of [1e-12, 1e-6, 0.01, 0.2, 0.5, 0.9, 0.9999]) {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-10);
    }
  });
});
