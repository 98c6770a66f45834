import { exp } from "./exp.js";

const INVERSE_SQRT_PI = 0.5641895835477563;

// Rational minimax approximations of Cody's CALERF: numerator and denominator, highest power first.
const CENTRE_P = [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694];
const CENTRE_Q = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const MIDDLE_P = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const MIDDLE_Q = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const TAIL_P = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const TAIL_Q = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** exp(-x²) without losing the digits that rounding x² would cost: x is split into a short head and a rest. */
function expOfMinusSquare(x: number): number {
  const head = Math.trunc(x * 16) / 16;
  return exp(-head * head) * exp(-(x - head) * (x + head));
}

/**
 * Complementary error function, 1 - erf(x): the mass beyond x√2 standard deviations on both sides of a normal, as one
 * number. Relative accuracy about 1e-15, in the tails too; 0 beyond x ≈ 26.6, NaN for NaN.
 *
 * @see W. J. Cody 1969, "Rational Chebyshev approximations for the error function", Math. Comp. 23, 631-637
 */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) {
    const square = x * x;
    return 1 - (x * polynomial(CENTRE_P, square)) / polynomial(CENTRE_Q, square);
  }
  if (size > 27) return x > 0 ? 0 : 2;
  let tail = expOfMinusSquare(size);
  if (size <= 4) {
    tail *= polynomial(MIDDLE_P, size) / polynomial(MIDDLE_Q, size);
  } else {
    const inverseSquare = 1 / (size * size);
    const ratio = (inverseSquare * polynomial(TAIL_P, inverseSquare)) / polynomial(TAIL_Q, inverseSquare);
    tail *= (INVERSE_SQRT_PI - ratio) / size;
  }
  return x > 0 ? tail : 2 - tail;
}
