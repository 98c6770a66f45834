import type { Observation } from "../sampler.js";

/** What a trial near which to stay says about one parameter. */
export interface Guide {
  readonly value: number;
  /** How many trials have a value for the parameter. */
  readonly seen: number;
}

/**
 * The trials that one point is drawn around. All its parameters follow the same trial; where that has no value, because
 * its choices led elsewhere, another one is chosen, and followed from then on wherever those before it have none.
 */
export class Guides {
  readonly #observations: readonly Observation[];
  readonly #ranking: readonly number[];
  readonly #drawRank: () => number;
  readonly #chosen: Observation[] = [];

  /**
   * @param ranking positions of the observations, best first
   * @param drawRank a rank from 1
   */
  constructor(observations: readonly Observation[], ranking: readonly number[], drawRank: () => number) {
    this.#observations = observations;
    this.#ranking = ranking;
    this.#drawRank = drawRank;
  }

  /** `null` when no trial has a value for the parameter. */
  valueOf(label: string): Guide | null {
    let seen = 0;
    for (const { values } of this.#observations) if (values[label] !== undefined) seen += 1;
    if (seen === 0) return null;
    const followed = this.#chosen.find(({ values }) => values[label] !== undefined) ?? this.#choose(label, seen);
    const value = followed?.values[label];
    return value === undefined ? null : { value, seen };
  }

  #choose(label: string, seen: number): Observation | undefined {
    let left = Math.min(this.#drawRank(), seen);
    for (const position of this.#ranking) {
      const observation = this.#observations[position];
      if (observation?.values[label] !== undefined) left -= 1;
      if (left > 0 || observation === undefined) continue;
      this.#chosen.push(observation);
      return observation;
    }
    return undefined;
  }
}
