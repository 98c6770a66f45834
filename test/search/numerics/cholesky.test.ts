import { describe, expect, it } from "vitest";
import {
  cholesky,
  createTriangle,
  invertFactored,
  solveLower,
  solveUpper,
  type Triangle,
} from "../../../src/search/numerics/cholesky.js";

const triangle = (...rows: number[][]): Triangle => rows.map((row) => Float64Array.from(row));

const matrix = triangle([4], [2, 5], [-2, 3, 14]);

function factorOf(values: Triangle): Triangle {
  const factor = createTriangle(values.length);
  expect(cholesky(values, factor, values.length)).toBe(true);
  return factor;
}

describe("cholesky", () => {
  it("finds the factor", () => {
    expect(factorOf(matrix)).toEqual(triangle([2], [1, 2], [-1, 2, 3]));
    expect(factorOf(triangle([9]))).toEqual(triangle([3]));
  });

  it("solves with the factor and with its transpose", () => {
    const factor = factorOf(matrix);
    // matrix · (1, 2, 3) = (2, 21, 46)
    const x = Float64Array.of(2, 21, 46);
    solveLower(factor, x, 3);
    solveUpper(factor, x, 3);
    for (const [index, value] of x.entries()) expect(value).toBeCloseTo(index + 1, 12);
  });

  it("inverts", () => {
    const inverse = createTriangle(3);
    invertFactored(factorOf(matrix), { scratch: createTriangle(3), inverse, size: 3 });
    // By cofactors; the determinant is 144.
    const expected = [[61 / 144], [-34 / 144, 52 / 144], [16 / 144, -16 / 144, 16 / 144]];
    expected.forEach((row, index) => {
      row.forEach((value, column) => {
        expect(inverse[index]?.[column]).toBeCloseTo(value, 12);
      });
    });
  });

  it.each([
    ["singular", triangle([1], [1, 1])],
    ["indefinite", triangle([1], [2, 1])],
    ["not a number", triangle([Number.NaN])],
  ])("refuses a matrix that is %s", (_, values) => {
    expect(cholesky(values, createTriangle(values.length), values.length)).toBe(false);
  });
});
