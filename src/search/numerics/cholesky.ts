import { addScaled, dot } from "./dot.js";

/** A lower triangle, row `i` of length `i + 1`. A workspace may have more rows than the matrix in it. */
export type Triangle = Float64Array[];

export function createTriangle(size: number): Triangle {
  return Array.from({ length: size }, (_, row) => new Float64Array(row + 1));
}

/**
 * Writes row `row` of the Cholesky factor, given the rows above it and that row of the symmetric matrix.
 *
 * @returns false when the matrix is not positive definite as far as rounding can tell
 */
export function choleskyRow(factor: Triangle, row: number, values: Float64Array): boolean {
  const target = factor[row] as Float64Array;
  for (let column = 0; column < row; column++) {
    const above = factor[column] as Float64Array;
    target[column] = ((values[column] as number) - dot(target, above, column)) / (above[column] as number);
  }
  const rest = (values[row] as number) - dot(target, target, row);
  if (!(rest > 1e-13 * (values[row] as number))) return false;
  target[row] = Math.sqrt(rest);
  return true;
}

/**
 * Factor L of a symmetric positive definite matrix, L·Lᵀ, row by row (Cholesky–Banachiewicz; Golub & Van Loan 2013,
 * "Matrix Computations", section 4.2).
 *
 * @returns false when the matrix is not positive definite as far as rounding can tell; then `factor` holds nothing useful
 */
export function cholesky(matrix: Triangle, factor: Triangle, size: number): boolean {
  for (let row = 0; row < size; row++) {
    if (!choleskyRow(factor, row, matrix[row] as Float64Array)) return false;
  }
  return true;
}

/** Solves L·x = b; `x` holds b before and the solution after. */
export function solveLower(factor: Triangle, x: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const values = factor[row] as Float64Array;
    x[row] = ((x[row] as number) - dot(values, x, row)) / (values[row] as number);
  }
}

/** Solves Lᵀ·x = b; `x` holds b before and the solution after. */
export function solveUpper(factor: Triangle, x: Float64Array, size: number): void {
  for (let row = size - 1; row >= 0; row--) {
    const values = factor[row] as Float64Array;
    const solved = (x[row] as number) / (values[row] as number);
    x[row] = solved;
    for (let column = 0; column < row; column++)
      x[column] = (x[column] as number) - solved * (values[column] as number);
  }
}

/**
 * Inverse of the matrix whose factor is given, as its lower triangle, in n³/3 multiplications.
 *
 * @param scratch a triangle as large as the matrix; holds the inverse of the factor afterwards
 */
export function invertFactored(
  factor: Triangle,
  options: { scratch: Triangle; inverse: Triangle; size: number },
): void {
  const { scratch, inverse, size } = options;
  for (let row = 0; row < size; row++) {
    const values = factor[row] as Float64Array;
    const target = scratch[row] as Float64Array;
    const pivot = 1 / (values[row] as number);
    target.fill(0);
    for (let column = 0; column < row; column++) {
      addScaled(target, scratch[column] as Float64Array, -pivot * (values[column] as number));
    }
    target[row] = pivot;
    (inverse[row] as Float64Array).fill(0);
  }
  for (let row = 0; row < size; row++) {
    const values = scratch[row] as Float64Array;
    for (let column = 0; column <= row; column++) {
      addScaled(inverse[column] as Float64Array, values, values[column] as number);
    }
  }
}
