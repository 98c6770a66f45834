import type { Random } from "../../base/index.js";
import type { Values } from "../spaces/nodes.js";
import type { Space } from "../spaces/space.js";

/**
 * Decides where to look next: a function of the space, of what is known so far and of a random stream, with nothing
 * remembered in between. The same three give the same suggestion. One suite for all (`test/contracts/sampler.ts`).
 */
export interface Sampler {
  /** As it is written in a space file. */
  readonly name: string;
  /** Whether suggestions depend on results. When not, trials may be asked for long before earlier ones have ended. */
  readonly learns: boolean;
  /**
   * The next point to try, or `null` when a finite space has no untried point left.
   *
   * @param context.random a stream of this suggestion's own
   */
  suggest(context: SamplerContext): Values | null;
  /**
   * Only for samplers that may end before the space does, or that cannot search every space: how many points they have
   * left to propose; `null` when they end with the space. A study asks it before it asks for points.
   *
   * @throws SweepError `bad-space` when it cannot search this space
   */
  remaining?(known: Pick<SamplerContext, "space" | "history">): number | null;
  /** Only for samplers that decide by themselves how to search: what they chose for such a search, and why. */
  describe?(space: Space<unknown>, plan: SearchPlan): string;
}

/** How long a search is meant to be, as far as is known when it starts. */
export interface SearchPlan {
  /** Trials in all; `null` when something else ends the search. */
  readonly maxEvals: number | null;
  /** Trials that run at once. */
  readonly parallel: number;
}

export interface SamplerContext {
  readonly space: Space<unknown>;
  readonly history: History;
  readonly random: Random;
  /** The study's, the same for all its suggestions: what a sequence of points is scrambled by. */
  readonly seed: number;
  /** The study's, the same for all its suggestions. */
  readonly plan?: SearchPlan | undefined;
}

/** One earlier trial, as samplers see it. */
export interface Observation {
  readonly values: Values;
  /** `pending`: proposed, and without a result yet. `pruned`: ended early, because its curve was not good enough. */
  readonly state: "pending" | "complete" | "pruned" | "failed";
  /**
   * Minimised; NaN unless complete or pruned, and then it may still be NaN or infinite. That of a pruned trial is the last
   * one it reported: worse than that of any complete one, whatever the numbers say.
   */
  readonly loss: number;
}

/**
 * Every earlier trial. It grows with the study and is never copied. Observations are only added, and a pending one changes
 * once, when it ends; so what a sampler derived from it may be kept in a `WeakMap` by the history and brought up to date,
 * as long as a suggestion stays the one that would have been derived anew.
 */
export interface History {
  /** In number order, without gaps even where numbers have some. */
  readonly observations: readonly Observation[];
  /**
   * Where the observations lie, one array per parameter of the space and in their order: `Distribution.coordinate` of the
   * value, NaN where the parameter was inactive. Only the first `observations.length` elements count.
   */
  coordinates(): readonly Float64Array[];
  /** Whether a point of a finite space has been proposed before. */
  has(values: Values): boolean;
}
