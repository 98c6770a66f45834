import { erfc } from "./erfc.js";

/** Mass of the standard normal below `z`; accurate relative to itself in the lower tail. NaN for NaN. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * Math.SQRT1_2);
}
