import { erfcx } from "./erfcx.js";
import { normalCdf } from "./normal-cdf.js";

// Below this the closed form loses digits to cancellation, and the asymptotic series of Mills' ratio is exact enough.
const FAR = -50;
const HALF_LOG_2_PI = 0.9189385332046727;
const SQRT_HALF_PI = 1.2533141373155003;
const INVERSE_SQRT_2_PI = 0.3989422804014327;

/**
 * log h(z) with h(z) = φ(z) + z·Φ(z): the logarithm of expected improvement in units of the standard deviation, `z` being
 * how many standard deviations the incumbent lies above the mean. Accurate where h itself is 0 in floating point.
 *
 * @see S. Ament et al. 2023, "Unexpected Improvements to Expected Improvement for Bayesian Optimization", section 4.1
 */
export function logImprovement(z: number): number {
  if (z > -1) return Math.log(INVERSE_SQRT_2_PI * Math.exp(-0.5 * z * z) + z * normalCdf(z));
  const exponent = -0.5 * z * z - HALF_LOG_2_PI;
  if (z > FAR) return exponent + Math.log1p(SQRT_HALF_PI * z * erfcx(-z * Math.SQRT1_2));
  const inverseSquare = 1 / (z * z);
  return exponent - 2 * Math.log(-z) + Math.log(shrinking(inverseSquare));
}

/** d log h / dz, which is Φ(z) / h(z); always positive. */
export function logImprovementSlope(z: number): number {
  if (z > -1) {
    const mass = normalCdf(z);
    return mass / (INVERSE_SQRT_2_PI * Math.exp(-0.5 * z * z) + z * mass);
  }
  if (z > FAR) {
    const mills = SQRT_HALF_PI * erfcx(-z * Math.SQRT1_2);
    return mills / (1 + z * mills);
  }
  const inverseSquare = 1 / (z * z);
  return (-z * (1 - inverseSquare * shrinking(inverseSquare))) / shrinking(inverseSquare);
}

/** z²·h(z) / φ(z) far below 0, by 1 / z². */
function shrinking(x: number): number {
  return 1 - x * (3 - x * (15 - x * (105 - x * 945)));
}
