/**
 * Which trials are good: the ceil(gamma · √n) with the lowest losses, at most `most`; the older of equal ones first. Trials
 * without a result count with an infinite loss.
 *
 * @param losses oldest first, none NaN
 * @returns by trial, 1 for the good ones
 * @see hyperopt's `ap_split_trials`
 */
export function splitLosses(losses: Float64Array, gamma: number, most: number): Uint8Array {
  const order = Array.from(losses.keys()).sort((a, b) => compare(losses[a] as number, losses[b] as number));
  const good = new Uint8Array(losses.length);
  const count = Math.min(Math.ceil(gamma * Math.sqrt(losses.length)), most);
  for (const index of order.slice(0, count)) good[index] = 1;
  return good;
}

/** A difference would be NaN for two infinite losses. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
