import type { Observation } from "./sampler.js";

/**
 * Positions of all observations, best first: complete ones by their loss, then pruned ones by theirs, then those that have
 * no loss or one of NaN. Of equals the oldest comes first. O(n log n).
 */
export function rankObservations(observations: readonly Observation[]): number[] {
  const positions = Array.from(observations, (_, position) => position);
  return positions.sort((left, right) => {
    const [one, other] = [observations[left], observations[right]];
    return one === undefined || other === undefined ? 0 : compareObservations(one, other) || left - right;
  });
}

/** Below 0 when `one` is the better observation, above 0 when `other` is, 0 when they are alike. */
export function compareObservations(one: Observation, other: Observation): number {
  // Of two infinities, or two NaN, the difference is NaN: alike.
  return tierOf(one) - tierOf(other) || one.loss - other.loss || 0;
}

function tierOf({ state, loss }: Observation): number {
  if (Number.isNaN(loss)) return 2;
  return state === "complete" ? 0 : 1;
}
