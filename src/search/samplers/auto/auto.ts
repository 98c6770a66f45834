import type { Space } from "../../spaces/space.js";
import { gp } from "../gp/gp.js";
import type { Sampler, SearchPlan } from "../sampler.js";
import { tpe } from "../tpe/tpe.js";
import { sampleUnseen } from "../unseen.js";
import { type Choice, choose, type ModelReason } from "./choice.js";

/**
 * The sampler for a search about which nothing else is known: `gp` while its suggestions are affordable, which it makes
 * best use of few trials with, then `tpe` with the same results, whose cost hardly grows. It hands over after 100 trials;
 * after 200 when the search is known to have no more than that and runs at most 8 at once; sooner when there are more than
 * 20 parameters. Of ten points or fewer each is tried, in random order.
 *
 * Which of them is used follows from the space, the study's plan and the number of trials, running ones included.
 */
export function auto(): Sampler {
  const [model, estimator] = [gp(), tpe()];
  return {
    name: "auto",
    learns: true,
    suggest: (context) => {
      const choice = choose(context.space, context.plan);
      if (choice.kind === "all-points") return sampleUnseen(context);
      const sampler = context.history.observations.length < choice.trials ? model : estimator;
      return sampler.suggest(context);
    },
    describe: (space: Space<unknown>, plan: SearchPlan) => inWords(choose(space, plan), space),
  };
}

function inWords(choice: Choice, space: Space<unknown>): string {
  if (choice.kind === "all-points") return `random, as all ${choice.points} points can be tried`;
  if (choice.reason === "short") return "gp, which finds most in so few trials";
  return `gp for ${choice.trials} trials, then tpe, ${REASONS[choice.reason](space.parameters.length)}`;
}

const REASONS: Readonly<Record<Exclude<ModelReason, "short">, (parameters: number) => string>> = {
  "many-trials": () => "which stays fast",
  "many-at-once": () => "which is fast enough for so many at once",
  "many-parameters": (parameters) => `which stays fast with ${parameters} parameters`,
};
