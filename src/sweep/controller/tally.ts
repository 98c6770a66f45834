import { noTrials, type TrialCounts } from "../progress.js";
import type { SweepSpec } from "../spec.js";
import type { TrialRecord, TrialState } from "../store/trial-store.js";

/** When a sweep is over; all from its spec. */
export type SweepLimits = Pick<
  SweepSpec,
  "metric" | "maxEvals" | "parallel" | "timeoutMs" | "lossThreshold" | "patience" | "maxFailures"
>;

/** Why results end a sweep. */
export interface Ending {
  readonly state: "finished" | "failed";
  readonly reason: string;
}

const NO_RESULTS_IN_A_ROW = 3;

/**
 * What the results so far amount to: counts, the best, and rows of results without one. A fold over settled trials in the
 * order they were told, so a resumed sweep ends where an uninterrupted one does. Constant cost per trial.
 */
export class Tally {
  readonly #counts: Record<TrialState, number> = noTrials();
  #best: TrialRecord | null = null;
  /** The best when the limits began to count. */
  #bestBefore: TrialRecord | null = null;
  #settled = 0;
  #sinceBest = 0;
  #failedInARow = 0;
  #noResultInARow = 0;
  #lastReason: string | null = null;

  /** @param limitsFrom results told before this many count for the best but not towards the limits */
  constructor(readonly limitsFrom: number) {}

  get best(): TrialRecord | null {
    return this.#best;
  }

  /** Results told so far. */
  get settled(): number {
    return this.#settled;
  }

  get open(): number {
    return this.#counts.waiting + this.#counts.running;
  }

  get running(): number {
    return this.#counts.running;
  }

  /** All trials there are. */
  get total(): number {
    return this.open + this.#settled;
  }

  /** What the sweep ends as when all its trials have ended and none of them has a result; `null` when one has. */
  get barren(): Ending | null {
    const { complete, pruned, failed: failures, no_result: resultless } = this.#counts;
    if (complete + pruned > 0 || failures + resultless === 0) return null;
    return failed(`none of the ${this.#settled} trials has a result (the last: ${this.#lastReason})`);
  }

  counts(): TrialCounts {
    return { ...this.#counts };
  }

  /** A trial appeared in, or moved between, open states. */
  move(from: TrialState | null, to: TrialState): void {
    if (from !== null) this.#counts[from]--;
    this.#counts[to]++;
  }

  /**
   * Takes a settled trial in. Call in told order.
   *
   * @returns whether it is better than all before
   */
  add(trial: TrialRecord, from: TrialState | null): boolean {
    this.move(from, trial.state);
    this.#settled++;
    const before = this.#best;
    if (!isBetter(trial, before)) {
      this.#countTowardsLimits(trial, false);
      return false;
    }
    this.#best = trial;
    if (this.#settled <= this.limitsFrom) this.#bestBefore = trial;
    const progress = before === null || trial.loss !== before.loss;
    this.#countTowardsLimits(trial, progress);
    return progress;
  }

  /** The limit that the results have reached, if any. */
  reached(limits: SweepLimits): Ending | null {
    const { name, goal } = limits.metric;
    if (this.#noResultInARow >= NO_RESULTS_IN_A_ROW) {
      return failed(
        `${NO_RESULTS_IN_A_ROW} trials in a row ended well without the metric "${name}" (the last: ${this.#lastReason}); ` +
          `print a line like "${name}: 0.123"`,
      );
    }
    if (this.#failedInARow >= limits.maxFailures) {
      return failed(`${this.#failedInARow} trials in a row failed (the last: ${this.#lastReason})`);
    }
    const { lossThreshold } = limits;
    // Who extends a sweep that has reached its threshold wants more trials nevertheless.
    if (reaches(this.#best, lossThreshold, goal) && !reaches(this.#bestBefore, lossThreshold, goal)) {
      return finished(`${name} ${this.#best?.value} reached the threshold ${lossThreshold}`);
    }
    if (limits.patience !== null && this.#sinceBest >= limits.patience) {
      return finished(`no better ${name} in ${limits.patience} trials`);
    }
    return null;
  }

  #countTowardsLimits(trial: TrialRecord, progress: boolean): void {
    const useless = trial.state === "failed" || trial.state === "no_result";
    if (useless) this.#lastReason = trial.reason;
    if (trial.state === "cancelled" || this.#settled <= this.limitsFrom) return;
    this.#failedInARow = useless ? this.#failedInARow + 1 : 0;
    this.#noResultInARow = trial.state === "no_result" ? this.#noResultInARow + 1 : 0;
    if (!useless) this.#sinceBest = progress ? 0 : this.#sinceBest + 1;
  }
}

function reaches(best: TrialRecord | null, threshold: number | null, goal: "minimize" | "maximize"): boolean {
  if (best === null || best.value === null || threshold === null) return false;
  return goal === "minimize" ? best.value <= threshold : best.value >= threshold;
}

/** Lower finite loss is better; of equal ones the lower number, whichever came in first. */
export function isBetter(trial: TrialRecord, best: TrialRecord | null): boolean {
  if (trial.state !== "complete" || trial.loss === null || !Number.isFinite(trial.loss)) return false;
  if (best === null || best.loss === null) return true;
  return trial.loss < best.loss || (trial.loss === best.loss && trial.number < best.number);
}

function failed(reason: string): Ending {
  return { state: "failed", reason };
}

function finished(reason: string): Ending {
  return { state: "finished", reason };
}
