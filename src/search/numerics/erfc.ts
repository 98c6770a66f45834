import { erfcx } from "./erfcx.js";
import { exp } from "./exp.js";
import { polynomial } from "./polynomial.js";

// Rational minimax approximation of Cody's CALERF near 0: numerator and denominator, highest power first.
const CENTRE_P = [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694];
const CENTRE_Q = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];

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
  const tail = expOfMinusSquare(size) * erfcx(size);
  return x > 0 ? tail : 2 - tail;
}
