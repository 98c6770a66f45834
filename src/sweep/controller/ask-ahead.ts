import type { Clock } from "../../base/index.js";
import type { Sampler } from "../../search/index.js";
import type { SweepLimits } from "./tally.js";

/** So much work is kept ready for the workers. */
const READY_MS = 20;
const AT_MOST = 16;
/** Weight of the newest gap between two results in the average. */
const NEWEST = 0.1;

/**
 * Whether trials may be proposed before workers are free for them: when neither the proposals nor the sweep's end depend
 * on results, so that nothing is asked for in vain.
 */
export function mayAskAhead(sampler: Pick<Sampler, "learns">, limits: SweepLimits): boolean {
  const { patience, lossThreshold, timeoutMs } = limits;
  return !sampler.learns && patience === null && lossThreshold === null && timeoutMs === null;
}

/**
 * How many trials to propose beyond those that can run. Storing several at once costs little more than storing one, which
 * only matters to trials of a few milliseconds; for longer ones the answer is none.
 */
export class AskAhead {
  readonly #clock: Clock;
  #gapMs = READY_MS;
  #lastMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastMs = clock.monotonic();
  }

  /** A trial was settled. */
  settled(): void {
    const now = this.#clock.monotonic();
    this.#gapMs += NEWEST * (now - this.#lastMs - this.#gapMs);
    this.#lastMs = now;
  }

  get count(): number {
    return Math.max(0, Math.min(AT_MOST, Math.floor(READY_MS / this.#gapMs) - 1));
  }
}
