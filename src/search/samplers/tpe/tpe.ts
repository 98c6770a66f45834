import { checkOptions } from "../../options.js";
import type { Values } from "../../spaces/nodes.js";
import { qmc } from "../qmc.js";
import type { History, Sampler, SamplerContext } from "../sampler.js";
import { sampleUnseen } from "../unseen.js";
import { suggestAsHyperopt } from "./hyperopt/hyperopt-tpe.js";
import type { Mixture } from "./mixture.js";
import { hyperoptDefaults, type TpeOptions, tpeOptions } from "./options.js";
import { TrialModel } from "./trial-model.js";

// Candidates of a finite space that were proposed before are drawn again; this many draws per candidate at most.
const DRAWS_PER_CANDIDATE = 4;
// With many trials at once there can be points enough and hardly a result: a model of these would only flee from all of them.
const FEWEST_RESULTS = 3;

interface Settings {
  readonly startup: number;
  readonly gamma: number;
  readonly candidates: number;
  readonly priorWeight: number;
}

const defaults: Settings = {
  startup: tpeOptions.startup.default,
  gamma: tpeOptions.gamma.default,
  candidates: tpeOptions.candidates.default,
  priorWeight: tpeOptions.priorWeight.default,
};

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
  const asHyperopt = options.preset === "hyperopt";
  const settings: Settings = {
    startup: options.startup ?? (asHyperopt ? hyperoptDefaults : defaults).startup,
    gamma: options.gamma ?? (asHyperopt ? hyperoptDefaults : defaults).gamma,
    candidates: options.candidates ?? defaults.candidates,
    priorWeight: options.priorWeight ?? defaults.priorWeight,
  };
  const suggest = asHyperopt ? (context: SamplerContext) => suggestAsHyperopt(context, settings) : jointTpe(settings);
  return { name: "tpe", learns: true, suggest };
}

function jointTpe({ startup, candidates, ...settings }: Settings): Sampler["suggest"] {
  const start = qmc();
  const models = new WeakMap<History, TrialModel>();
  return (context) => {
    const { space, history } = context;
    const enough = history.observations.length >= startup && hasEnded(history, Math.min(startup, FEWEST_RESULTS));
    if (!enough) return start.suggest(context);
    const model = models.get(history) ?? new TrialModel(space, settings);
    models.set(history, model);
    model.follow(history);
    return likeliest(context, { good: model.goodOf(history), others: model.others, candidates });
  };
}

/** Whether at least so many observations are no longer pending. */
function hasEnded({ observations }: History, count: number): boolean {
  let ended = 0;
  for (const { state } of observations) {
    if (state !== "pending") ended += 1;
    if (ended >= count) return true;
  }
  return false;
}

interface Comparison {
  readonly good: Mixture;
  readonly others: Mixture;
  readonly candidates: number;
}

/** Of some points drawn from the good trials' model, the one that is likeliest to be good. */
function likeliest(context: SamplerContext, { good, others, candidates }: Comparison): Values | null {
  const { space, history, random } = context;
  const points: Values[] = [];
  for (let draw = 0; draw < candidates * DRAWS_PER_CANDIDATE && points.length < candidates; draw++) {
    const values = good.draw(random);
    if (!space.isFinite || !history.has(values)) points.push(values);
  }
  const [likely, unlikely] = [good.logDensities(points), others.logDensities(points)];
  let best: Values | null = null;
  let bestScore = -Infinity;
  for (const [index, values] of points.entries()) {
    const score = (likely[index] as number) - (unlikely[index] as number);
    if (best !== null && !(score > bestScore)) continue;
    best = values;
    bestScore = score;
  }
  return best ?? sampleUnseen(context);
}
