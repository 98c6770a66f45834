import type {
  Assignment,
  AttemptRef,
  Order,
  Outcome,
  Report,
  WorkerIdentity,
  WorkerProtocol,
} from "../workers/index.js";
import { isBlocked, type Patience, retryWhileBlocked } from "./store/store-patience.js";
import type { Finished, TrialRecord, TrialStore } from "./store/trial-store.js";

/** What a sweep's assignments have in common. */
export type SweepJob = Omit<Assignment, "ref" | "runId" | "params">;

/** Who hears what workers did. Calls are synchronous and must not throw. */
export interface CoordinatorListener {
  claimed(trial: TrialRecord): void;
  /** A trial was settled or became due again. */
  ended(finished: Exclude<Finished, { kind: "superseded" }>, outcome: Outcome): void;
  /** A claim or a result came to nothing, so that there may be nothing left to wait for. */
  idle(): void;
  /** No known worker can start the command. */
  workersGone(reason: string): void;
  /** The store cannot be written at the moment; the step is tried again until it can. */
  storeBlocked(message: string): void;
  /** The store is of no use any more: it is broken, or another process has become the sweep's owner. */
  storeLost(error: unknown): void;
}

export interface CoordinatorOptions {
  readonly trials: TrialStore;
  readonly job: SweepJob;
  readonly listener: CoordinatorListener;
  /** Told of every accepted end, after it is stored: where an attempt's files are put away. */
  readonly afterFinish?: (ref: AttemptRef, finished: Finished, outcome: Outcome) => Promise<void>;
  /** Told when what runs is to stop at once: for workers of this process, which then need not wait for a heartbeat. */
  readonly onHalt?: (reason: string) => void;
  /** Pause before a step is tried again that found the disk full. */
  readonly retryMs: number;
}

interface RunningAttempt {
  readonly ref: AttemptRef;
  readonly worker: string;
  order: Order | null;
  delivered: boolean;
}

const SUPERSEDED: Finished = { kind: "superseded" };

/** How to end what runs. */
export interface Halt {
  readonly reason: string;
  /** `settle`: the trials end as cancelled. `requeue`: they run again. `abandon`: they are another owner's now. */
  readonly trials: "settle" | "requeue" | "abandon";
}

/**
 * The owner's side of the workers' protocol: hands out due attempts while `accepting`, passes words and results on to the
 * trial store, and tells workers what to stop.
 */
export class Coordinator implements WorkerProtocol {
  /** Whether claims are answered. Jobs refused now come back from the broker's reconciler. */
  accepting = true;
  readonly #options: CoordinatorOptions;
  readonly #patience: Patience;
  readonly #running = new Map<number, RunningAttempt>();
  readonly #wakers = new Map<string, () => void>();
  readonly #workers = new Set<string>();
  readonly #withdrawn = new Set<string>();
  #claiming = 0;
  #halt: Halt | null = null;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#patience = {
      onBlocked: (message) => options.listener.storeBlocked(message),
      // Trials that are to run again anyway, or are another owner's, need no result.
      giveUp: () => this.#halt !== null && this.#halt.trials !== "settle",
      retryMs: options.retryMs,
    };
  }

  /** Attempts that run or are just being claimed. */
  get busy(): number {
    return this.#running.size + this.#claiming;
  }

  /** Stops everything that runs, and everything that is being claimed just now. */
  halt(halt: Halt): void {
    this.#halt = halt;
    this.accepting = false;
    for (const attempt of this.#running.values()) this.#order(attempt, halt);
    this.#options.onHalt?.(halt.reason);
  }

  async claim(ref: AttemptRef, worker: WorkerIdentity): Promise<Assignment | null> {
    if (!this.accepting) return null;
    this.#workers.add(worker.id);
    const trial = await this.#claim(ref, worker);
    if (trial === null) {
      this.#options.listener.idle();
      return null;
    }
    const attempt: RunningAttempt = { ref, worker: worker.id, order: null, delivered: false };
    this.#running.set(ref.trialNumber, attempt);
    this.#options.listener.claimed(trial);
    if (this.#halt !== null) this.#order(attempt, this.#halt);
    // The spread comes last: with properties added to a spread object V8 is some twenty times slower.
    return { ref, runId: trial.runId, params: trial.params, ...this.#options.job };
  }

  async #claim(ref: AttemptRef, worker: WorkerIdentity): Promise<TrialRecord | null> {
    this.#claiming++;
    try {
      return await this.#stored(() => this.#options.trials.claim(ref, worker), null);
    } finally {
      this.#claiming--;
    }
  }

  async heartbeat(
    worker: WorkerIdentity,
    running: readonly AttemptRef[],
    options: { waitMs: number; signal: AbortSignal },
  ): Promise<readonly Order[]> {
    const lost = await this.#renew(running);
    if (lost.length === 0 && !this.#hasNews(worker.id)) await this.#wait(worker.id, options);
    return [...lost, ...this.#ordersFor(worker.id)];
  }

  report(ref: AttemptRef, report: Report): Promise<"stored" | "superseded"> {
    return this.#stored(() => this.#options.trials.report(ref, report), "superseded");
  }

  async finish(ref: AttemptRef, worker: WorkerIdentity, outcome: Outcome): Promise<"accepted" | "superseded"> {
    const finished = await this.#stored(() => this.#options.trials.finish(ref, this.#asMeant(outcome)), SUPERSEDED);
    if (this.#running.get(ref.trialNumber)?.ref.attempt === ref.attempt) this.#running.delete(ref.trialNumber);
    // With no worker left the sweep is over before anybody is told that the trial is due again.
    if (outcome.state === "not_startable") this.#withdraw(worker, outcome.reason);
    if (finished.kind === "superseded") this.#options.listener.idle();
    else this.#options.listener.ended(finished, outcome);
    await this.#options.afterFinish?.(ref, finished, outcome);
    return finished.kind === "superseded" ? "superseded" : "accepted";
  }

  /** An attempt cut short by an interruption of the whole sweep is not the trial's end. */
  #asMeant(outcome: Outcome): Outcome {
    if (outcome.state !== "cancelled" || this.#halt?.trials !== "requeue") return outcome;
    return { ...outcome, state: "again" };
  }

  #withdraw(worker: WorkerIdentity, reason: string): void {
    this.#withdrawn.add(worker.id);
    if (this.#withdrawn.size >= this.#workers.size) this.#options.listener.workersGone(reason);
  }

  async #renew(running: readonly AttemptRef[]): Promise<readonly Order[]> {
    if (running.length === 0) return [];
    const { trials, job } = this.#options;
    const kept = await this.#stored(() => trials.renew(running, job.leaseMs), []);
    const alive = new Set(kept.map((ref) => `${ref.trialNumber}/${ref.attempt}`));
    return (
      running
        .filter((ref) => !alive.has(`${ref.trialNumber}/${ref.attempt}`))
        // An attempt that has just finished is no news to a worker; telling it again is harmless.
        .map((ref) => ({ kind: "lease-lost", ref }))
    );
  }

  #order(attempt: RunningAttempt, halt: Halt): void {
    const { ref } = attempt;
    attempt.order =
      halt.trials === "abandon" ? { kind: "lease-lost", ref } : { kind: "stop", ref, reason: halt.reason };
    attempt.delivered = false;
    this.#wakers.get(attempt.worker)?.();
  }

  #hasNews(workerId: string): boolean {
    for (const attempt of this.#running.values()) {
      if (attempt.worker === workerId && attempt.order !== null && !attempt.delivered) return true;
    }
    return false;
  }

  /** All orders that still stand; those given before are repeated, because an answer may have got lost. */
  #ordersFor(workerId: string): readonly Order[] {
    const orders: Order[] = [];
    for (const attempt of this.#running.values()) {
      if (attempt.worker !== workerId || attempt.order === null) continue;
      attempt.delivered = true;
      orders.push(attempt.order);
    }
    return orders;
  }

  #wait(workerId: string, options: { waitMs: number; signal: AbortSignal }): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        options.signal.removeEventListener("abort", end);
        if (this.#wakers.get(workerId) === end) this.#wakers.delete(workerId);
        resolve();
      };
      const timer = setTimeout(end, options.waitMs);
      options.signal.addEventListener("abort", end);
      this.#wakers.set(workerId, end);
      if (options.signal.aborted) end();
    });
  }

  /** A step in the store. Whatever the store cannot take any more has come too late. */
  async #stored<T>(step: () => Promise<T>, tooLate: T): Promise<T> {
    try {
      return await retryWhileBlocked(step, this.#patience);
    } catch (error) {
      if (!isBlocked(error)) this.#options.listener.storeLost(error);
      return tooLate;
    }
  }
}
