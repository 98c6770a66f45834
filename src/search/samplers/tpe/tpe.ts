import { checkOptions } from "../../options.js";
import type { Values } from "../../spaces/nodes.js";
import type { Sampler, SamplerContext } from "../sampler.js";
import { sampleUnseen } from "../unseen.js";
import { Mixture } from "./mixture.js";
import { type TpeOptions, tpeOptions } from "./options.js";
import { splitObservations } from "./split.js";

// Candidates of a finite space that were proposed before are drawn again; this many draws per candidate at most.
const DRAWS_PER_CANDIDATE = 4;

/**
 * Tree-structured Parzen estimator: models where the good trials lie and where the others lie, draws candidates from the
 * first and suggests the one whose ratio of the two densities is largest. Both models are joint over all parameters,
 * conditional ones included. Costs O(trials · parameters · candidates) a suggestion.
 *
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see Bergstra, Bardenet, Bengio, Kégl 2011, "Algorithms for Hyper-Parameter Optimization", section 4; Watanabe 2023,
 *   "Tree-Structured Parzen Estimator". Unlike Bergstra's, the model is multivariate, counts trials without a result as
 *   bad, takes a quantised value's whole cell, and proposes no point of a finite space twice.
 */
export function tpe(options: TpeOptions = {}): Sampler {
  checkOptions("tpe", tpeOptions, options);
  const startup = options.startup ?? tpeOptions.startup.default;
  const gamma = options.gamma ?? tpeOptions.gamma.default;
  const candidates = options.candidates ?? tpeOptions.candidates.default;
  return {
    name: "tpe",
    learns: true,
    suggest: (context) =>
      context.history.observations.length < startup
        ? sampleUnseen(context)
        : suggestByModel(context, { gamma, candidates }),
  };
}

function suggestByModel(context: SamplerContext, options: { gamma: number; candidates: number }): Values | null {
  const { space, history, random } = context;
  const coordinates = history.coordinates();
  const { below, above } = splitObservations(history.observations, options.gamma);
  const good = new Mixture(space, coordinates, below);
  const bad = new Mixture(space, coordinates, above);
  let best: Values | null = null;
  let bestScore = -Infinity;
  let left = options.candidates;
  for (let draw = 0; draw < options.candidates * DRAWS_PER_CANDIDATE && left > 0; draw++) {
    const values = good.draw(random);
    if (space.isFinite && history.has(values)) continue;
    left -= 1;
    const score = good.logDensity(values) - bad.logDensity(values);
    if (best !== null && !(score > bestScore)) continue;
    best = values;
    bestScore = score;
  }
  return best ?? sampleUnseen(context);
}
