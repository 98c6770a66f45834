import { percentileOf } from "../numerics/percentile.js";
import { type NumberOptions, readOptions } from "../options.js";
import { completePeers, lossAt, lowestLoss, shown } from "./curve.js";
import type { Pruner, PruningContext } from "./pruner.js";
import { isDue, type Schedule, scheduleOptions } from "./schedule.js";

export interface MedianOptions {
  /** Complete trials before anything is pruned. Default 5. */
  readonly startup?: number | undefined;
  /** Steps below this are never judged. Default 0. */
  readonly warmupSteps?: number | undefined;
  /** Judges at most once in so many steps, counted from the end of the warm-up. Default 1. */
  readonly interval?: number | undefined;
  /** Complete trials that must have reported the step. Default 1. */
  readonly minTrials?: number | undefined;
}

export interface PercentileOptions extends MedianOptions {
  /** The share of the complete trials that a trial has to be among, in percent, from 0 to 100. Default 25. */
  readonly percentile?: number | undefined;
}

export const medianOptions = {
  startup: { about: "complete trials before anything is pruned", default: 5, min: 0, max: Infinity, integer: true },
  ...scheduleOptions,
  minTrials: { about: "complete trials that must have the step", default: 1, min: 1, max: Infinity, integer: true },
} as const satisfies NumberOptions;

export const percentileOptions = {
  percentile: { about: "the best percent to be among", default: 25, min: 0, max: 100, integer: false },
  ...medianOptions,
} as const satisfies NumberOptions;

/**
 * Prunes a trial whose best loss so far is worse than the given percentile of the complete trials' losses at the same
 * step, or that has reported nothing but NaN.
 *
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see D. Golovin et al. 2017, "Google Vizier: A Service for Black-Box Optimization", section 3.2.1, whose median stopping
 *   rule this generalises; semantics and defaults are those of Optuna's PercentilePruner
 */
export function percentile(options: PercentileOptions = {}): Pruner {
  return comparingWithPeers("percentile", readOptions("percentile", percentileOptions, options));
}

/**
 * Prunes a trial whose best loss so far is worse than the median of the complete trials' losses at the same step, or that
 * has reported nothing but NaN.
 *
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see D. Golovin et al. 2017, "Google Vizier: A Service for Black-Box Optimization", section 3.2.1; semantics and defaults
 *   are those of Optuna's MedianPruner
 */
export function median(options: MedianOptions = {}): Pruner {
  return comparingWithPeers("median", { ...readOptions("median", medianOptions, options), percentile: 50 });
}

interface Settings extends Schedule {
  readonly percentile: number;
  readonly startup: number;
  readonly minTrials: number;
}

function comparingWithPeers(name: string, settings: Settings): Pruner {
  return { name, judge: (context) => judge(context, settings) };
}

function judge(context: PruningContext, settings: Settings): string | null {
  const complete = completePeers(context);
  if (complete.length < Math.max(1, settings.startup) || !isDue(context.curve, settings)) return null;
  const best = lowestLoss(context.curve);
  if (Number.isNaN(best)) return "it has reported nothing but NaN";
  const step = context.curve.at(-1)?.step ?? 0;
  const losses = complete.flatMap(({ curve }) => lossAt(curve, step) ?? []);
  if (losses.length < settings.minTrials) return null;
  const limit = percentileOf(losses, settings.percentile);
  if (!(best > limit)) return null;
  const what = settings.percentile === 50 ? "the median" : `percentile ${settings.percentile}`;
  return `its best loss ${shown(best)} is above ${what} ${shown(limit)} of ${losses.length} trials at step ${step}`;
}
