import type { AttemptRef, Outcome, Report, WorkerIdentity } from "../../workers/index.js";
import type { Finished, ProposedTrial, TrialRecord, TrialStore } from "../store/trial-store.js";

/**
 * A store whose settled trials are seen by someone before the controller hears of them, and which counts results from
 * where an earlier search left off.
 */
export class ObservedTrialStore implements TrialStore {
  readonly #inner: TrialStore;
  readonly #toldBefore: number;
  readonly #onSettled: (trial: TrialRecord) => void;

  /** @param options.toldBefore results that the search has and `inner` does not know of */
  constructor(inner: TrialStore, options: { toldBefore: number; onSettled: (trial: TrialRecord) => void }) {
    this.#inner = inner;
    this.#toldBefore = options.toldBefore;
    this.#onSettled = options.onSettled;
  }

  reserve(trials: readonly ProposedTrial[]): Promise<void> {
    return this.#inner.reserve(trials);
  }

  claim(ref: AttemptRef, worker: WorkerIdentity): Promise<TrialRecord | null> {
    return this.#inner.claim(ref, worker);
  }

  renew(refs: readonly AttemptRef[], leaseMs: number): Promise<readonly AttemptRef[]> {
    return this.#inner.renew(refs, leaseMs);
  }

  report(ref: AttemptRef, report: Report): Promise<"stored" | "superseded"> {
    return this.#inner.report(ref, report);
  }

  async finish(ref: AttemptRef, outcome: Outcome): Promise<Finished> {
    const finished = await this.#inner.finish(ref, outcome);
    if (finished.kind !== "settled") return finished;
    const { trial } = finished;
    const counted = this.#toldBefore === 0 ? trial : { ...trial, told: (trial.told ?? 0) + this.#toldBefore };
    this.#onSettled(counted);
    return { kind: "settled", trial: counted };
  }
}
