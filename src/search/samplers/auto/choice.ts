import type { Space } from "../../spaces/space.js";
import type { SearchPlan } from "../sampler.js";

/** Which sampler is used when, and why. */
export type Choice =
  /** So few points that a model could not be used before most of them are tried. */
  | { readonly kind: "all-points"; readonly points: number }
  /** The Gaussian process while there are fewer trials than `trials`, running ones included, then tpe. */
  | { readonly kind: "model"; readonly trials: number; readonly reason: ModelReason };

export type ModelReason = "short" | "many-trials" | "many-at-once" | "many-parameters";

/** As many points as the Gaussian process tries before it has a model. */
const FEW_POINTS = 10;
/** Trials until which a suggestion takes some 20 ms, and until which it takes some 60 ms: the most that is affordable. */
const CHEAP = 100;
const AFFORDABLE = 200;
/** Trials at once above which suggestions are asked for too often for the dearer ones. */
const MANY_AT_ONCE = 8;
/** Parameters above which the model's cost, in proportion to their number, is saved on trials. */
const MANY_PARAMETERS = 20;
const FEWEST = 30;

/** @param plan unknown: as long as can be, one trial at a time */
export function choose(space: Space<unknown>, plan: SearchPlan | undefined): Choice {
  if (space.isFinite && space.size <= FEW_POINTS) return { kind: "all-points", points: space.size };
  const { maxEvals = null, parallel = 1 } = plan ?? {};
  const parameters = space.parameters.length;
  const isShort = maxEvals !== null && maxEvals <= AFFORDABLE;
  const most = isShort && parallel <= MANY_AT_ONCE ? AFFORDABLE : CHEAP;
  const trials = Math.max(FEWEST, Math.floor(most * Math.min(1, MANY_PARAMETERS / parameters)));
  if (maxEvals !== null && maxEvals <= trials) return { kind: "model", trials, reason: "short" };
  if (parameters > MANY_PARAMETERS) return { kind: "model", trials, reason: "many-parameters" };
  return { kind: "model", trials, reason: isShort ? "many-at-once" : "many-trials" };
}
