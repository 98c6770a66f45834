import type { Observation } from "../sampler.js";

const MOST_BELOW = 25;

/** Positions of the good observations and of the others, each in age order. */
export interface Split {
  readonly below: readonly number[];
  readonly above: readonly number[];
}

/**
 * Divides what was observed into good and bad. Good are the best `gamma` of the complete ones, at most 25 (Bergstra et al.
 * 2011 fix the share; the cap is hyperopt's). A loss that is not finite is worse than any that is, and never good; failed
 * observations repel, and pending ones too, so that parallel suggestions spread.
 */
export function splitObservations(observations: readonly Observation[], gamma: number): Split {
  let complete = 0;
  for (const { state } of observations) if (state === "complete") complete += 1;
  const chosen = lowest(observations, Math.min(Math.ceil(gamma * complete), MOST_BELOW));
  const below: number[] = [];
  const above: number[] = [];
  for (let position = 0; position < observations.length; position++) {
    (chosen.has(position) ? below : above).push(position);
  }
  return { below, above };
}

/** Positions of the `count` lowest finite losses; of equal losses the oldest. O(observations) unless they only improve. */
function lowest(observations: readonly Observation[], count: number): ReadonlySet<number> {
  const sorted: { position: number; loss: number }[] = [];
  for (const [position, { loss }] of observations.entries()) {
    const last = sorted.at(-1);
    if (!Number.isFinite(loss) || count === 0) continue;
    if (sorted.length === count && last !== undefined && loss >= last.loss) continue;
    if (sorted.length === count) sorted.pop();
    let place = sorted.length;
    while (place > 0 && (sorted[place - 1]?.loss ?? -Infinity) > loss) place -= 1;
    sorted.splice(place, 0, { position, loss });
  }
  return new Set(sorted.map((entry) => entry.position));
}
