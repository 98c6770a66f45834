import { type Clock, newRunId, SweepError } from "../../base/index.js";
import { toLoss } from "../../search/index.js";
import type { AttemptRef, Objective, Outcome, Report, WorkerIdentity } from "../../workers/index.js";
import { newTrialRecord } from "./new-trial-record.js";
import type { Finished, ProposedTrial, TrialRecord, TrialStore } from "./trial-store.js";
import { judge, resultOf, type Verdict } from "./verdict.js";

export interface MemoryTrialStoreOptions {
  readonly sweepId: string;
  readonly objective: Objective;
  /** Further attempts after one that failed. */
  readonly retries: number;
  readonly clock: Clock;
}

/** A record while its trial is open; once it has been handed out it is replaced, never changed. */
interface Entry {
  record: TrialRecord;
  failed: number;
  again: number;
}

const SUPERSEDED: Finished = { kind: "superseded" };

/**
 * The trials of a search that leaves no trace: they live as long as this object. What attempts report is dropped, since
 * there is no run to record it in; an attempt cannot be lost either, since its worker dies with the store.
 */
export class MemoryTrialStore implements TrialStore {
  readonly #options: MemoryTrialStoreOptions;
  readonly #entries = new Map<number, Entry>();
  readonly #idStart = newRunId().slice(0, 20);
  #told = 0;

  constructor(options: MemoryTrialStoreOptions) {
    this.#options = options;
  }

  async reserve(trials: readonly ProposedTrial[]): Promise<void> {
    const taken = trials.find(({ number }) => this.#entries.has(number));
    if (taken !== undefined) throw new SweepError("conflict", `Trial ${taken.number} is reserved already.`);
    for (const trial of trials) {
      this.#entries.set(trial.number, {
        record: newTrialRecord(trial, this.#runId(trial.number)),
        failed: 0,
        again: 0,
      });
    }
  }

  async claim(ref: AttemptRef, worker: WorkerIdentity): Promise<TrialRecord | null> {
    const entry = this.#find(ref);
    if (entry?.record.state !== "waiting") return null;
    entry.record = {
      ...entry.record,
      state: "running",
      worker: worker.id,
      startedAtMs: this.#options.clock.now(),
    };
    return entry.record;
  }

  async renew(refs: readonly AttemptRef[]): Promise<readonly AttemptRef[]> {
    return refs.filter((ref) => this.#find(ref)?.record.state === "running");
  }

  async report(ref: AttemptRef, _report: Report): Promise<"stored" | "superseded"> {
    return this.#find(ref)?.record.state === "running" ? "stored" : "superseded";
  }

  async finish(ref: AttemptRef, outcome: Outcome): Promise<Finished> {
    const entry = this.#find(ref);
    if (entry === undefined || !mayEnd(entry.record, outcome)) return SUPERSEDED;
    const { objective, retries } = this.#options;
    const verdict = judge(outcome, { ...entry, lost: 0 }, { retries, metric: objective.name });
    return verdict.kind === "settle" ? this.#settle(entry, outcome, verdict) : this.#requeue(entry, verdict);
  }

  /** As unique as any, and made without asking for random bits each time: no run stands behind it. */
  #runId(trialNumber: number): string {
    return this.#idStart + trialNumber.toString(16).padStart(12, "0");
  }

  /** The entry whose newest attempt this is. */
  #find({ sweepId, trialNumber, attempt }: AttemptRef): Entry | undefined {
    const entry = sweepId === this.#options.sweepId ? this.#entries.get(trialNumber) : undefined;
    return entry?.record.attempt === attempt ? entry : undefined;
  }

  #settle(entry: Entry, outcome: Outcome, { state, reason, value }: Verdict & { kind: "settle" }): Finished {
    const began = entry.record.state === "running";
    entry.record = {
      ...entry.record,
      state,
      reason,
      value,
      loss: value === null ? null : toLoss(value, this.#options.objective.goal),
      result: resultOf(outcome),
      told: ++this.#told,
      endedAtMs: this.#options.clock.now(),
      durationMs: began ? outcome.durationMs : null,
    };
    return { kind: "settled", trial: entry.record };
  }

  #requeue(entry: Entry, verdict: Verdict & { kind: "requeue" }): Finished {
    if (verdict.attempt === "failed") entry.failed++;
    if (verdict.attempt === "again") entry.again++;
    const attempt = entry.record.attempt + 1;
    entry.record = { ...entry.record, state: "waiting", attempt, worker: null, startedAtMs: null };
    const ref = { sweepId: this.#options.sweepId, trialNumber: entry.record.number, attempt };
    return { kind: "requeued", ref, notBeforeMs: this.#options.clock.now() + verdict.delayMs };
  }
}

/** Only a cancellation ends what has not begun. */
function mayEnd({ state }: TrialRecord, outcome: Outcome): boolean {
  return state === "running" || (state === "waiting" && outcome.state === "cancelled");
}
