import { compareObservations } from "../ranking.js";
import type { Observation } from "../sampler.js";

const MOST_BELOW = 25;

/** Positions of the good observations and of the others, each in age order. */
export interface Split {
  readonly below: readonly number[];
  readonly above: readonly number[];
}

/**
 * Divides what was observed into good and bad. Good are the best `gamma` of the complete and pruned ones, at most 25
 * (Bergstra et al. 2011 fix the share; the cap is hyperopt's), pruned ones only where complete ones are too few. A loss that
 * is not finite is worse than any that is, and never good; failed observations repel, and pending ones too, so that parallel
 * suggestions spread.
 */
export function splitObservations(observations: readonly Observation[], gamma: number): Split {
  let ended = 0;
  for (const { state } of observations) if (state === "complete" || state === "pruned") ended += 1;
  const chosen = best(observations, Math.min(Math.ceil(gamma * ended), MOST_BELOW));
  const below: number[] = [];
  const above: number[] = [];
  for (let position = 0; position < observations.length; position++) {
    (chosen.has(position) ? below : above).push(position);
  }
  return { below, above };
}

/** Positions of the `count` best finite losses; of equals the oldest. O(observations) unless they only improve. */
function best(observations: readonly Observation[], count: number): ReadonlySet<number> {
  const sorted: { position: number; observation: Observation }[] = [];
  if (count === 0) return new Set();
  for (const [position, observation] of observations.entries()) {
    if (!Number.isFinite(observation.loss)) continue;
    const last = sorted.at(-1)?.observation;
    if (sorted.length === count && last !== undefined && compareObservations(observation, last) >= 0) continue;
    if (sorted.length === count) sorted.pop();
    const place = sorted.findLastIndex((other) => compareObservations(other.observation, observation) <= 0) + 1;
    sorted.splice(place, 0, { position, observation });
  }
  return new Set(sorted.map((entry) => entry.position));
}
