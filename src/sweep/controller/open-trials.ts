import type { AttemptRef } from "../../workers/index.js";

interface OpenTrial {
  readonly ref: AttemptRef;
  state: "waiting" | "delayed" | "running";
}

/** The newest attempts of the trials that have no result yet: at most as many as run at once. */
export class OpenTrials {
  readonly #trials = new Map<number, OpenTrial>();

  /** @param delayed whether it is to be left alone for a while */
  add(ref: AttemptRef, delayed = false): void {
    this.#trials.set(ref.trialNumber, { ref, state: delayed ? "delayed" : "waiting" });
  }

  start(trialNumber: number): void {
    const trial = this.#trials.get(trialNumber);
    if (trial !== undefined) trial.state = "running";
  }

  /** @returns the state it was in, as trials have it */
  remove(trialNumber: number): "waiting" | "running" {
    const trial = this.#trials.get(trialNumber);
    this.#trials.delete(trialNumber);
    return trial?.state === "running" ? "running" : "waiting";
  }

  /** Attempts that a worker may take now. */
  waiting(): readonly AttemptRef[] {
    return this.all().filter((ref) => this.#trials.get(ref.trialNumber)?.state === "waiting");
  }

  all(): readonly AttemptRef[] {
    return [...this.#trials.values()].map(({ ref }) => ref);
  }
}
