import { compareObservations } from "../ranking.js";
import type { Observation } from "../sampler.js";

const MOST_GOOD = 25;

/**
 * Which observations are the good ones: the best `gamma` of the complete and pruned ones, at most 25 (Bergstra et al. 2011
 * fix the share; the cap is hyperopt's), pruned ones only where complete ones are too few. A loss that is not finite is worse
 * than any that is, and never good.
 */
export class BestTrials {
  readonly #gamma: number;
  #results = 0;
  /** The best up to 25, best first; of equal ones the oldest. */
  readonly #ranking: { readonly position: number; readonly observation: Observation }[] = [];

  constructor(gamma: number) {
    this.#gamma = gamma;
  }

  /** Takes note of an observation that has ended. The order in which they come does not matter. */
  add(observation: Observation, position: number): void {
    if (observation.state === "pending" || observation.state === "failed") return;
    this.#results += 1;
    if (!Number.isFinite(observation.loss)) return;
    const worse = this.#ranking.findIndex((other) => {
      return (compareObservations(observation, other.observation) || position - other.position) < 0;
    });
    if (worse < 0 && this.#ranking.length === MOST_GOOD) return;
    this.#ranking.splice(worse < 0 ? this.#ranking.length : worse, 0, { position, observation });
    if (this.#ranking.length > MOST_GOOD) this.#ranking.pop();
  }

  /** How many have a result. */
  get results(): number {
    return this.#results;
  }

  /** Positions of the good ones, best first. */
  positions(): readonly number[] {
    const count = Math.min(Math.ceil(this.#gamma * this.#results), MOST_GOOD);
    return this.#ranking.slice(0, count).map(({ position }) => position);
  }
}
