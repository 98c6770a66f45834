import { log } from "../../numerics/log.js";
import type { Space } from "../../spaces/space.js";
import type { History } from "../sampler.js";
import { BestTrials } from "./best-trials.js";
import { narrowestWidth } from "./kernel-width.js";
import { cellsOf, Mixture, type SpaceCells } from "./mixture.js";

/**
 * Where the good trials of a history lie, and where the others do. It follows the history as that grows, so that a
 * suggestion costs little more than a look at all kernels; and it is the same whether it followed or was made at once.
 */
export class TrialModel {
  /** One kernel per observation that is not good, by position; failed and open ones repel, so that suggestions spread. */
  readonly others: Mixture;
  readonly #space: Space<unknown>;
  readonly #cells: SpaceCells;
  readonly #best: BestTrials;
  readonly #priorWeight: number;
  #good: readonly number[] = [];
  /** Positions of observations that had no result when last seen. */
  #open: number[] = [];
  #seen = 0;

  constructor(space: Space<unknown>, { gamma, priorWeight }: { gamma: number; priorWeight: number }) {
    this.#space = space;
    this.#cells = cellsOf(space);
    this.#best = new BestTrials(gamma);
    this.#priorWeight = priorWeight;
    this.others = new Mixture(space, { cells: this.#cells, narrowest: narrowestWidth(0), priorWeight });
  }

  /** Takes in what the history has got since the last time. */
  follow(history: History): void {
    const { observations } = history;
    this.others.extend(history.coordinates(), observations.length);
    const open = [...this.#open];
    for (let position = this.#seen; position < observations.length; position++) open.push(position);
    this.#seen = observations.length;
    this.#open = open.filter((position) => {
      const observation = observations[position];
      if (observation === undefined || observation.state === "pending") return true;
      this.#best.add(observation, position);
      return false;
    });
    this.others.setNarrowest(narrowestWidth(this.#best.results));
    this.#divide(this.#best.positions());
  }

  /** The model of the good trials, of which the better ones count more. */
  goodOf(history: History): Mixture {
    const coordinates = history.coordinates().map((column) => gathered(column, this.#good));
    const mixture = new Mixture(this.#space, {
      cells: this.#cells,
      narrowest: narrowestWidth(this.#best.results),
      priorWeight: this.#priorWeight,
      weights: rankWeights(this.#good.length),
    });
    mixture.extend(coordinates, this.#good.length);
    return mixture;
  }

  #divide(good: readonly number[]): void {
    for (const position of this.#good) if (!good.includes(position)) this.others.restore(position);
    for (const position of good) if (!this.#good.includes(position)) this.others.remove(position);
    this.#good = good;
  }
}

function gathered(column: Float64Array, positions: readonly number[]): Float64Array {
  const values = new Float64Array(positions.length);
  for (let index = 0; index < positions.length; index++) values[index] = column[positions[index] as number] as number;
  return values;
}

/**
 * Weights of kernels from the best to the worst: log(n + ½) - log(rank), made to be 1 on average. They are those of the
 * parents in CMA-ES (Hansen 2016, "The CMA Evolution Strategy: A Tutorial", equation 49).
 */
function rankWeights(count: number): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, index) => log(count + 0.5) - log(index + 1));
  let total = 0;
  for (const weight of weights) total += weight;
  return weights.map((weight) => (weight * count) / total);
}
