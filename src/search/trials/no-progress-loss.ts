import { SweepError } from "../../base/index.js";
import type { Trials } from "./trials.js";

/** What `noProgressLoss` counts from one call to the next. */
type Progress = readonly [best: number | null, withoutProgress: number, seen: number];

/**
 * Makes an early-stop function: it stops a search after `count` results in a row that are not better than the best by
 * `percentIncrease` percent of it. As hyperopt's `no_progress_loss`: the first result counts as one of them. Failed
 * trials are not counted; a NaN loss is no progress.
 *
 * @param count a positive integer
 * @param percentIncrease 0 or more
 * @returns a function that gets the trials and what it returned last as its state, and answers `[stop, state]`
 */
export function noProgressLoss(
  count = 20,
  percentIncrease = 0,
): (trials: Trials, ...state: Progress | []) => readonly [stop: boolean, state: Progress] {
  if (!Number.isInteger(count) || count < 1) {
    throw new SweepError("bad-argument", `noProgressLoss: count must be a positive integer, got ${count}`);
  }
  if (!(percentIncrease >= 0)) {
    throw new SweepError("bad-argument", `noProgressLoss: percentIncrease must be 0 or more, got ${percentIncrease}`);
  }
  return (trials, ...state) => {
    let [best, withoutProgress, seen] = state.length === 0 ? ([null, 0, 0] as const) : state;
    for (; seen < trials.settled.length; seen++) {
      const loss = trials.settled[seen]?.loss ?? null;
      if (loss === null) continue;
      const better = best !== null && loss < best - Math.abs(best * (percentIncrease / 100));
      withoutProgress = better ? 0 : withoutProgress + 1;
      if (better || (best === null && !Number.isNaN(loss))) best = loss;
    }
    return [withoutProgress >= count, [best, withoutProgress, seen]];
  };
}
