import type { AttemptRef } from "../../workers/index.js";
import type { TrialRecord } from "../store/trial-store.js";
import type { Tally } from "./tally.js";

interface OpenTrial {
  readonly ref: AttemptRef;
  state: "waiting" | "delayed" | "running";
}

/** The newest attempts of the trials that have no result yet, a few more than run at once at most; counted in a tally. */
export class OpenTrials {
  readonly #sweepId: string;
  readonly #tally: Tally;
  readonly #trials = new Map<number, OpenTrial>();

  constructor(sweepId: string, tally: Tally) {
    this.#sweepId = sweepId;
    this.#tally = tally;
  }

  /** A trial was reserved, or had been before this process began. */
  add(trialNumber: number, attempt: number): AttemptRef {
    const ref = { sweepId: this.#sweepId, trialNumber, attempt };
    this.#trials.set(trialNumber, { ref, state: "waiting" });
    this.#tally.move(null, "waiting");
    return ref;
  }

  start(trialNumber: number): void {
    const trial = this.#trials.get(trialNumber);
    if (trial === undefined) return;
    trial.state = "running";
    this.#tally.move("waiting", "running");
  }

  /** A running trial gets a new attempt. @param delayed whether that is not due yet */
  requeue(ref: AttemptRef, delayed: boolean): void {
    this.#trials.set(ref.trialNumber, { ref, state: delayed ? "delayed" : "waiting" });
    this.#tally.move("running", "waiting");
  }

  /** A delayed attempt's time has come. */
  due(ref: AttemptRef): void {
    const trial = this.#trials.get(ref.trialNumber);
    if (trial?.state === "delayed") trial.state = "waiting";
  }

  /** A trial was settled. Call in told order. @returns whether it is better than all before */
  settle(trial: TrialRecord): boolean {
    const from = this.#trials.get(trial.number)?.state === "running" ? "running" : "waiting";
    this.#trials.delete(trial.number);
    return this.#tally.add(trial, from);
  }

  /** Attempts that a worker may take now. */
  waiting(): readonly AttemptRef[] {
    return [...this.#trials.values()].filter(({ state }) => state === "waiting").map(({ ref }) => ref);
  }

  all(): readonly AttemptRef[] {
    return [...this.#trials.values()].map(({ ref }) => ref);
  }
}
