import { SweepError } from "../../base/index.js";
import { type Goal, toLoss } from "../goal.js";
import { type NumberOptions, readOptions } from "../options.js";
import { shown } from "./curve.js";
import type { Pruner } from "./pruner.js";
import { isDue, scheduleOptions } from "./schedule.js";

export interface ThresholdOptions {
  /** Values below this are pruned. Default: none are. */
  readonly lower?: number | undefined;
  /** Values above this are pruned. Default: none are. */
  readonly upper?: number | undefined;
  /** Steps below this are never judged. Default 0. */
  readonly warmupSteps?: number | undefined;
  /** Judges at most once in so many steps, counted from the end of the warm-up. Default 1. */
  readonly interval?: number | undefined;
}

export const thresholdOptions = {
  lower: { about: "values below it are pruned", default: -Infinity, min: -Infinity, max: Infinity, integer: false },
  upper: { about: "values above it are pruned", default: Infinity, min: -Infinity, max: Infinity, integer: false },
  ...scheduleOptions,
} as const satisfies NumberOptions;

/**
 * Prunes a trial that reports a value outside fixed bounds, or NaN: for trainings that diverge. Semantics and defaults are
 * those of Optuna's ThresholdPruner.
 *
 * @param goal of the metric, in whose own unit the bounds are
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 */
export function threshold(options: ThresholdOptions, goal: Goal = "minimize"): Pruner {
  const problem = thresholdProblem(options);
  if (problem !== null) throw new SweepError("bad-argument", `threshold: ${problem}`);
  const { lower, upper, ...schedule } = readOptions("threshold", thresholdOptions, options);
  const [low, high] = [toLoss(lower, goal), toLoss(upper, goal)].sort((a, b) => a - b) as [number, number];
  return {
    name: "threshold",
    judge: ({ curve }) => {
      const last = curve.at(-1);
      if (last === undefined || !isDue(curve, schedule)) return null;
      const { loss, step } = last;
      if (Number.isNaN(loss)) return `it reported NaN at step ${step}`;
      if (loss < low) return `its loss ${shown(loss)} at step ${step} is below ${shown(low)}`;
      return loss > high ? `its loss ${shown(loss)} at step ${step} is above ${shown(high)}` : null;
    },
  };
}

/** The rule between the bounds that is broken; `null` when none is, or when a bound is no number. */
export function thresholdProblem({
  lower,
  upper,
}: {
  readonly lower?: unknown;
  readonly upper?: unknown;
}): string | null {
  if (lower === undefined && upper === undefined) return "lower or upper is required";
  const reversed = typeof lower === "number" && typeof upper === "number" && lower > upper;
  return reversed ? `lower must not be above upper, got ${lower} and ${upper}` : null;
}
