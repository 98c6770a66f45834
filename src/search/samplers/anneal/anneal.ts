import { readOptions } from "../../options.js";
import type { Values } from "../../spaces/nodes.js";
import { rankObservations } from "../ranking.js";
import type { Sampler, SamplerContext } from "../sampler.js";
import { sampleUnseen } from "../unseen.js";
import { drawNear } from "./draw-near.js";
import { Guides } from "./guides.js";
import { type AnnealOptions, annealOptions } from "./options.js";

// Points of a finite space that were proposed before are drawn again so many times at most.
const DRAWS = 50;

/**
 * Simulated annealing as in hyperopt: a point is drawn around one of the best trials, chosen by rank, from a neighbourhood
 * that shrinks with the number of trials, whatever their results. Trials without a result rank last. Costs
 * O(trials · log trials) a suggestion.
 *
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see hyperopt 0.3.0, `anneal.py` (J. Bergstra). Unlike there, `randint` is ordered like every other integer, equal losses
 *   rank by age, and no point of a finite space comes twice.
 */
export function anneal(options: AnnealOptions = {}): Sampler {
  const { avgBestIdx, shrinkCoef } = readOptions("anneal", annealOptions, options);
  return { name: "anneal", learns: true, suggest: (context) => suggest(context, avgBestIdx, shrinkCoef) };
}

function suggest(context: SamplerContext, avgBestIdx: number, shrinkCoef: number): Values | null {
  const { space, history, random } = context;
  const { observations } = history;
  const ranking = rankObservations(observations);
  for (let draw = 0; draw < DRAWS; draw++) {
    const guides = new Guides(observations, ranking, () => geometric(random.next(), avgBestIdx));
    const values = space.build(({ label, distribution }) => {
      const guide = guides.valueOf(label);
      if (guide === null) return distribution.fromUnit(random.next());
      return drawNear(distribution, guide.value, { width: 1 / (1 + shrinkCoef * guide.seen), random });
    });
    if (!space.isFinite || !history.has(values)) return values;
  }
  return sampleUnseen(context);
}

/** A geometric draw, from 1 and with this mean, by inversion of a uniform one. */
function geometric(uniform: number, mean: number): number {
  return mean === 1 ? 1 : 1 + Math.floor(Math.log1p(-uniform) / Math.log1p(-1 / mean));
}
