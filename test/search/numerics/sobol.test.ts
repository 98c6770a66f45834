import { describe, expect, it } from "vitest";
import { scrambledSobol } from "../../../src/search/numerics/sobol.js";

function pointsOf(dimensions: number, seed: number, count: number): Float64Array[] {
  const sobol = scrambledSobol(dimensions, seed);
  return Array.from({ length: count }, (_, index) => {
    const point = new Float64Array(dimensions);
    sobol.point(index, point);
    return point;
  });
}

/** How many different cells of a grid hold a point. */
const cells = (points: readonly Float64Array[], cellOf: (point: Float64Array) => string): number =>
  new Set(points.map(cellOf)).size;

describe("scrambledSobol", () => {
  it.each([1, 7, -3, 2 ** 31])(
    "has one of 64 points in each 64th of every dimension, also beyond its table, seed %i",
    (seed) => {
      const points = pointsOf(300, seed, 64);
      for (let dimension = 0; dimension < 300; dimension++) {
        expect(cells(points, (point) => String(Math.floor((point[dimension] as number) * 64)))).toBe(64);
      }
    },
  );

  it("has one of 64 points in each box of the first two dimensions, whatever the boxes' shape", () => {
    const points = pointsOf(2, 5, 64);
    for (let split = 0; split <= 6; split++) {
      const [across, up] = [2 ** split, 2 ** (6 - split)];
      const cellOf = ([x = 0, y = 0]: Float64Array) => `${Math.floor(x * across)} ${Math.floor(y * up)}`;
      expect(cells(points, cellOf)).toBe(64);
    }
  });

  it("integrates better than random points do", () => {
    const product = (point: Float64Array) => point.reduce((value, x) => value * (1 + 0.5 * (x - 0.5)), 1);
    const errors = Array.from({ length: 20 }, (_, seed) => {
      return pointsOf(8, seed, 256).reduce((sum, point) => sum + product(point), 0) / 256 - 1;
    });
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    // 256 independent points: √(((1 + 1/48)⁸ - 1) / 256) = 0.027.
    expect(deviation).toBeLessThan(0.01);
  });

  it("gives the same points for a seed, others for another, and never 0 or 1", () => {
    expect(pointsOf(3, 4, 10)).toEqual(pointsOf(3, 4, 10));
    expect(pointsOf(3, 5, 10)).not.toEqual(pointsOf(3, 4, 10));
    for (const coordinate of pointsOf(2, 9, 1000).flatMap((point) => [...point])) {
      expect(coordinate).toBeGreaterThan(0);
      expect(coordinate).toBeLessThan(1);
    }
  });

  it("has no dimension at all for an empty space", () => {
    expect(pointsOf(0, 1, 2)).toEqual([new Float64Array(0), new Float64Array(0)]);
  });
});
