import type { Broker } from "../../workers/index.js";
import { type Patience, retryWhileBlocked } from "../store/store-patience.js";
import type { ProposedTrial, TrialStore } from "../store/trial-store.js";
import type { AskAhead } from "./ask-ahead.js";
import type { Search } from "./controller-options.js";
import type { OpenTrials } from "./open-trials.js";
import type { SweepLimits, Tally } from "./tally.js";

export interface TrialFeedOptions {
  readonly study: Search;
  readonly trials: TrialStore;
  readonly broker: Broker;
  readonly tally: Tally;
  readonly open: OpenTrials;
  /** `null`: only as many trials are asked for as may run. */
  readonly ahead: AskAhead | null;
  readonly patience: Patience;
  /** The limits as they are now. */
  readonly limits: () => SweepLimits;
  /** Whether trials may be started. */
  readonly working: () => boolean;
}

/** Asks the search for trials, stores them and makes them due, as long as there is room for more. */
export class TrialFeed {
  readonly #options: TrialFeedOptions;
  #busy = false;
  #exhausted = false;

  constructor(options: TrialFeedOptions) {
    this.#options = options;
  }

  /** Whether trials are being stored that nobody has counted yet. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether every point of a finite space has been tried. */
  get exhausted(): boolean {
    return this.#exhausted;
  }

  /** Does nothing while an earlier call is at it: that one sees for itself what has changed. */
  async fill(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const { trials, broker, open, patience } = this.#options;
    try {
      for (let proposed = this.#propose(); proposed.length > 0; proposed = this.#propose()) {
        await retryWhileBlocked(() => trials.reserve(proposed), patience);
        const refs = proposed.map(({ number }) => open.add(number, 1));
        await retryWhileBlocked(() => broker.enqueue(refs), patience);
      }
    } finally {
      this.#busy = false;
    }
  }

  #propose(): ProposedTrial[] {
    const { study, tally, working } = this.#options;
    const proposed: ProposedTrial[] = [];
    for (let room = this.#room(); room > 0 && working(); room--) {
      const trial = study.ask();
      if (trial === null) {
        this.#exhausted = tally.open + proposed.length === 0;
        break;
      }
      proposed.push(trial);
    }
    return proposed;
  }

  /** How many trials to ask for. */
  #room(): number {
    const { tally, limits } = this.#options;
    const { maxEvals, parallel } = limits();
    const ahead = this.#options.ahead?.count ?? 0;
    // Half of what is kept ready may be used up before it is made up, so that several are stored at once.
    if (tally.open >= parallel + Math.floor(ahead / 2)) return 0;
    const left = (maxEvals ?? Number.POSITIVE_INFINITY) - tally.total;
    return Math.min(parallel + ahead - tally.open, left);
  }
}
