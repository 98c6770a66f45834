import { describe, expect, it } from "vitest";
import { scrambledSobol } from "../../../src/search/numerics/sobol.js";

function points(count: number, dimensions: number, seed: number): Float64Array[] {
  const sobol = scrambledSobol(dimensions, seed);
  return Array.from({ length: count }, (_, index) => {
    const point = new Float64Array(dimensions);
    sobol.point(index, point);
    return point;
  });
}

describe("scrambledSobol", () => {
  it.each([1, 2, 77])(
    "puts one of 2^k points into each of 2^k equal parts of every dimension, with seed %i",
    (seed) => {
      const all = points(128, 60, seed);
      for (let dimension = 0; dimension < 60; dimension++) {
        expect(new Set(all.map((point) => Math.floor((point[dimension] ?? 0) * 128))).size).toBe(128);
      }
    },
  );

  it("does so for every box of the first two dimensions: they are a (0, m, 2)-net", () => {
    const all = points(256, 2, 5);
    for (let power = 0; power <= 8; power++) {
      const [columns, rows] = [2 ** power, 2 ** (8 - power)];
      const boxes = all.map(([x = 0, y = 0]) => Math.floor(x * columns) * rows + Math.floor(y * rows));
      expect(new Set(boxes).size).toBe(256);
    }
  });

  it("stays inside (0, 1), beyond the dimensions of its table too, and no two dimensions are alike", () => {
    const all = points(64, 600, 9);
    for (const point of all) expect(point.every((place) => place > 0 && place < 1)).toBe(true);
    const column = (dimension: number) => all.map((point) => point[dimension]).join();
    expect(new Set(Array.from({ length: 600 }, (_, dimension) => column(dimension))).size).toBe(600);
  });

  it("gives the same points for the same seed, and others for another", () => {
    expect(points(4, 3, 1)).toEqual(points(4, 3, 1));
    expect(points(4, 3, 1)).not.toEqual(points(4, 3, 2));
  });
});
