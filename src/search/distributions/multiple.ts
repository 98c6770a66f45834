/** `steps * q` in the digits a person would write: 3 steps of 0.1 are 0.3, not 0.30000000000000004. */
export function multiple(steps: number, q: number): number {
  // Adding 0 makes 0 of -0.
  return Number.isInteger(q) ? steps * q + 0 : Number((steps * q).toPrecision(15)) + 0;
}
