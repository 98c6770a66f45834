const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;
const LARGEST = 709.782712893384;
const SMALLEST = -745.1332191019411;

// exp(x) = 1 + x + x²/2 …: a minimax polynomial in x² for the rest, |x| <= ln(2) / 2.
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 6.613756321437934e-5;
const P4 = -1.6533902205465252e-6;
const P5 = 4.1381367970572385e-8;

// 2^k for k from -1000 to 1023, made by exact steps: `**` is not rounded the same way by every engine.
const LOWEST_POWER = -1000;
const POWERS = new Float64Array(1023 - LOWEST_POWER + 1);
POWERS[-LOWEST_POWER] = 1;
for (let k = 1; k <= 1023; k++) POWERS[k - LOWEST_POWER] = 2 * (POWERS[k - 1 - LOWEST_POWER] as number);
for (let k = -1; k >= LOWEST_POWER; k--) POWERS[k - LOWEST_POWER] = (POWERS[k + 1 - LOWEST_POWER] as number) / 2;

/**
 * Exponential function, less than one unit of the last place off. Unlike `Math.exp`, which each engine may round its own
 * way, it gives the same bits everywhere: it is made of additions, multiplications and divisions only.
 *
 * @see fdlibm's e_exp.c (Sun Microsystems 1993)
 */
export function exp(x: number): number {
  if (!(x <= LARGEST)) return x > LARGEST ? Infinity : Number.NaN;
  if (x < SMALLEST) return 0;
  const k = Math.trunc(x * INVERSE_LN2 + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const rest = high - low;
  const square = rest * rest;
  const c = rest - square * (P1 + square * (P2 + square * (P3 + square * (P4 + square * P5))));
  if (k === 0) return 1 - ((rest * c) / (c - 2) - rest);
  const scaled = 1 - (low - (rest * c) / (2 - c) - high);
  if (k > 1023) return scaled * 2 * (POWERS[1023 - LOWEST_POWER] as number);
  if (k >= LOWEST_POWER) return scaled * (POWERS[k - LOWEST_POWER] as number);
  // The last step, into numbers with fewer digits, is the only one that rounds.
  return scaled * (POWERS[k + 100 - LOWEST_POWER] as number) * (POWERS[-100 - LOWEST_POWER] as number);
}
