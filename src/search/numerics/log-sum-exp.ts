import { exp } from "./exp.js";
import { log } from "./log.js";

// exp(-40) is 4e-18: such a term cannot change a sum whose largest term is 1, even with thousands of them.
const NEGLIGIBLE = -40;

/** log(Σ exp(xᵢ)), computed around the largest term so that nothing overflows. -Infinity for no terms. */
export function logSumExp(terms: Float64Array): number {
  let largest = -Infinity;
  for (const term of terms) if (term > largest) largest = term;
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (const term of terms) {
    const below = term - largest;
    if (below > NEGLIGIBLE) sum += exp(below);
  }
  return largest + log(sum);
}
