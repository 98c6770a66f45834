const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TWO_54 = 18014398509481984;

// log(1 + f) = 2 s + s·R(s²) with s = f / (2 + f): minimax coefficients of R, even and odd ones apart.
const G1 = 0.6666666666666735;
const G2 = 0.3999999999940942;
const G3 = 0.2857142874366239;
const G4 = 0.22222198432149784;
const G5 = 0.1818357216161805;
const G6 = 0.15313837699209373;
const G7 = 0.14798198605116586;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
number[0] = 1;
/** Which of the two words holds sign and exponent: it depends on the machine's byte order. */
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;

/**
 * Natural logarithm, less than one unit of the last place off; -Infinity at 0, NaN below. Gives the same bits everywhere,
 * as `exp` does.
 *
 * @see fdlibm's e_log.c (Sun Microsystems 1993)
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return Infinity;
  let exponent = 0;
  number[0] = x;
  if ((words[HIGH] as number) < 0x00100000) {
    exponent = -54;
    number[0] = x * TWO_54;
  }
  const word = words[HIGH] as number;
  exponent += (word >> 20) - 1023;
  const mantissa = word & 0xfffff;
  // Brings the number near 1: into [√½, √2).
  const carry = (mantissa + 0x95f64) & 0x100000;
  words[HIGH] = mantissa | (carry ^ 0x3ff00000);
  exponent += carry >> 20;
  return exponent * LN2_HIGH + logNearOne(number[0] - 1, exponent * LN2_LOW);
}

/** log(1 + f) + extra, `extra` being tiny. */
function logNearOne(f: number, extra: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (G2 + w * (G4 + w * G6));
  const odd = z * (G1 + w * (G3 + w * (G5 + w * G7)));
  const halfSquare = 0.5 * f * f;
  return f - (halfSquare - (s * (halfSquare + even + odd) + extra));
}
