import { type Clock, newRunId } from "../../base/index.js";
import type { Connection, Database } from "../../database/index.js";
import { toLoss } from "../../search/index.js";
import type { AttemptRef, Outcome, Report, WorkerIdentity } from "../../workers/index.js";
import { fenced } from "../ownership.js";
import { newTrialRecord } from "./new-trial-record.js";
import { RunMirror, type RunMirrorOptions } from "./run-mirror.js";
import { kindOf, type Scratch, stored, type TrialRow, trialOf } from "./trial-rows.js";
import {
  BEST,
  CLAIM,
  INSERT_ATTEMPT,
  INSERT_TRIAL,
  IS_RUNNING,
  LAST_TOLD,
  LATE_END,
  NEXT_BATCH,
  OPEN_TRIALS,
  OWNED,
  PAST,
  RENEW,
  REQUEUE,
  SETTLE,
} from "./trial-statements.js";
import type { Finished, ProposedTrial, TrialRecord, TrialStore } from "./trial-store.js";
import { type Ending, judge, type Past, resultOf, type Verdict } from "./verdict.js";

export interface SqliteTrialStoreOptions extends RunMirrorOptions {
  /** The owner's epoch: every step checks that it is still the sweep's newest. */
  readonly epoch: number;
  /** Further attempts of a trial after failed ones. */
  readonly retries: number;
  readonly leaseMs: number;
  /**
   * Whether a claim may be written with the step after it, or 50 ms later. A crash in between leaves the trial due as it
   * was, so this is for attempts that end with the owner's process and leave nothing outside of it: functions.
   */
  readonly claimsMayWait: boolean;
  readonly clock: Clock;
}

const LONGEST_CLAIM_WAIT_MS = 50;

/**
 * The trials of one sweep in the store's database, each mirrored as a tracking run in the same transaction. Held by the
 * sweep's owner, so what it remembers of open trials is what the tables say.
 */
export class SqliteTrialStore implements TrialStore {
  readonly #database: Database;
  readonly #options: SqliteTrialStoreOptions;
  readonly #mirror: RunMirror;
  readonly #open: Map<number, TrialRecord>;
  /** Claims that are not in the tables yet. */
  readonly #claims = new Map<number, TrialRecord>();
  #claimTimer: NodeJS.Timeout | null = null;
  #bestLoss: number;

  /** Opens the trials of a sweep for its owner. */
  static async open(database: Database, options: SqliteTrialStoreOptions): Promise<SqliteTrialStore> {
    const state = await database.read((connection) => ({
      open: connection.prepare(OPEN_TRIALS).all<TrialRow>(options.sweepId).map(trialOf),
      best: connection.prepare(BEST).get<{ loss: number | null }>(options.sweepId)?.loss ?? Number.POSITIVE_INFINITY,
    }));
    return new SqliteTrialStore(database, options, state);
  }

  private constructor(
    database: Database,
    options: SqliteTrialStoreOptions,
    state: { open: readonly TrialRecord[]; best: number },
  ) {
    this.#database = database;
    this.#options = options;
    this.#mirror = new RunMirror(options);
    this.#open = new Map(state.open.map((trial) => [trial.number, trial]));
    this.#bestLoss = state.best;
  }

  async reserve(trials: readonly ProposedTrial[]): Promise<void> {
    const records = trials.map((trial) => newTrialRecord(trial, newRunId()));
    await this.#write((connection) => {
      for (const record of records) this.#insert(connection, record);
    });
    for (const record of records) this.#open.set(record.number, record);
  }

  async claim(ref: AttemptRef, worker: WorkerIdentity): Promise<TrialRecord | null> {
    const trial = this.#open.get(ref.trialNumber);
    if (trial === undefined || trial.attempt !== ref.attempt || trial.state !== "waiting") return null;
    const now = this.#options.clock.now();
    const running: TrialRecord = { ...trial, state: "running", reason: null, worker: worker.id, startedAtMs: now };
    this.#claims.set(ref.trialNumber, running);
    this.#open.set(ref.trialNumber, running);
    if (this.#options.claimsMayWait) this.#claimSoon();
    else await this.#claimNow(trial);
    return running;
  }

  async #claimNow(trial: TrialRecord): Promise<void> {
    try {
      await this.#write(() => {});
    } catch (error) {
      this.#claims.delete(trial.number);
      this.#open.set(trial.number, trial);
      throw error;
    }
  }

  renew(refs: readonly AttemptRef[], leaseMs: number): Promise<readonly AttemptRef[]> {
    const leaseUntil = this.#options.clock.now() + leaseMs;
    return this.#write((connection) => {
      const renew = connection.prepare(RENEW);
      return refs.filter((ref) => renew.run(leaseUntil, ...keyOf(ref)) > 0);
    });
  }

  report(ref: AttemptRef, report: Report): Promise<"stored" | "superseded"> {
    const key = keyOf(ref);
    return this.#write((connection) => {
      if (connection.prepare(NEXT_BATCH).run(report.batch, ...key, report.batch) === 0) {
        // A batch that came before is there already; it is only repeated because the answer got lost.
        return connection.prepare(IS_RUNNING).get(...key) === undefined ? "superseded" : "stored";
      }
      const trial = this.#open.get(ref.trialNumber);
      if (trial !== undefined) this.#mirror.reported(connection, trial.runId, report);
      return "stored";
    });
  }

  finish(ref: AttemptRef, outcome: Outcome): Promise<Finished> {
    return this.#end(ref, outcome);
  }

  /** Workers that hold a running attempt. */
  get busyWorkers(): ReadonlySet<string> {
    const workers = new Set<string>();
    for (const { state, worker } of this.#open.values())
      if (state === "running" && worker !== null) workers.add(worker);
    return workers;
  }

  /**
   * Ends every running attempt as lost: for a new owner, whose predecessor's workers went with it.
   *
   * @returns what became of their trials
   */
  async endLost(): Promise<readonly Finished[]> {
    const finished: Finished[] = [];
    for (const trial of [...this.#open.values()]) {
      if (trial.state !== "running") continue;
      const ref = { sweepId: this.#options.sweepId, trialNumber: trial.number, attempt: trial.attempt };
      finished.push(await this.#end(ref, { state: "lost" }));
    }
    return finished;
  }

  /** Ends every open trial as cancelled: for a sweep that is stopped while nobody runs it. */
  async cancelOpen(reason: string): Promise<void> {
    const now = this.#options.clock.now();
    for (const { number, attempt, startedAtMs } of [...this.#open.values()]) {
      const begun = startedAtMs ?? now;
      const outcome: Outcome = {
        state: "cancelled",
        reason,
        startedAtMs: begun,
        durationMs: now - begun,
        outputDirectory: null,
        logs: {},
      };
      await this.#end({ sweepId: this.#options.sweepId, trialNumber: number, attempt }, outcome);
    }
  }

  async #end(ref: AttemptRef, ending: Ending): Promise<Finished> {
    const trial = this.#open.get(ref.trialNumber);
    const bestLoss = this.#bestLoss;
    const finish = (connection: Connection): Finished => {
      if (trial === undefined || trial.attempt !== ref.attempt) return this.#late(connection, ref, ending);
      const verdict = judge(ending, this.#past(connection, { ref, ending }), this.#rules);
      const finished =
        verdict.kind === "settle"
          ? this.#settle(connection, trial, { ref, ending, verdict })
          : this.#requeue(connection, trial, { ref, verdict });
      if (finished === null) return this.#late(connection, ref, ending);
      this.#insertAttempt(connection, trial, { ending, verdict });
      // What an attempt reported that does not count is taken back, so its last batch need not be stored either.
      if (finished.kind === "settled" && ending.state !== "lost" && ending.news !== undefined) {
        this.#mirror.reported(connection, trial.runId, ending.news);
      }
      return finished;
    };
    try {
      const finished = await this.#write(finish);
      if (finished.kind === "settled") this.#open.delete(ref.trialNumber);
      return finished;
    } catch (error) {
      this.#bestLoss = bestLoss;
      throw error;
    }
  }

  get #rules(): { retries: number; metric: string } {
    return { retries: this.#options.retries, metric: this.#options.metric.name };
  }

  /** Earlier attempts of a trial, which only an ending that may be followed by another one has to look up. */
  #past(connection: Connection, { ref, ending }: { ref: AttemptRef; ending: Ending }): Past {
    const times: Record<string, number> = {};
    if (ending.state === "failed" || ending.state === "again" || ending.state === "lost") {
      const rows = connection.prepare(PAST).all<{ state: string; times: number }>(ref.sweepId, ref.trialNumber);
      for (const row of rows) times[row.state] = row.times;
    }
    const lost = (times.lost ?? 0) + (times.superseded ?? 0);
    return { failed: times.failed ?? 0, again: times.again ?? 0, lost };
  }

  /** @returns `null` when the attempt is not in a state that this could end */
  #settle(
    connection: Connection,
    trial: TrialRecord,
    { ref, ending, verdict }: { ref: AttemptRef; ending: Ending; verdict: Extract<Verdict, { kind: "settle" }> },
  ): Finished | null {
    const told = (connection.prepare(LAST_TOLD).get<{ told: number | null }>(ref.sweepId)?.told ?? 0) + 1;
    const settled: TrialRecord = { ...this.#settledRecord(trial, ending, verdict), told };
    const changed = connection.prepare(SETTLE).run(
      settled.state,
      settled.reason,
      stored(settled.loss),
      stored(settled.value),
      kindOf(settled.value),
      Object.keys(settled.result).length === 0 ? null : JSON.stringify(settled.result),
      told,
      settled.startedAtMs,
      settled.endedAtMs,
      settled.durationMs,
      ...keyOf(ref),
      // Only a cancellation may end what has not begun.
      ending.state === "cancelled" ? "waiting" : "running",
    );
    if (changed === 0) return null;
    this.#mirror.settled(connection, settled);
    if (this.#isNewBest(settled)) {
      this.#bestLoss = settled.loss ?? this.#bestLoss;
      this.#mirror.newBest(connection, settled);
    }
    return { kind: "settled", trial: settled };
  }

  #settledRecord(
    trial: TrialRecord,
    ending: Ending,
    { state, reason, value }: Extract<Verdict, { kind: "settle" }>,
  ): TrialRecord {
    const now = this.#options.clock.now();
    // Lost attempts, and trials that never began, have no times of their own.
    const times =
      ending.state === "lost" || trial.state === "waiting"
        ? { startedAtMs: trial.startedAtMs, endedAtMs: now, durationMs: null }
        : {
            startedAtMs: ending.startedAtMs,
            endedAtMs: Math.round(ending.startedAtMs + ending.durationMs),
            durationMs: Math.round(ending.durationMs),
          };
    return {
      ...trial,
      ...times,
      state,
      reason,
      value,
      loss: value === null ? null : toLoss(value, this.#options.metric.goal),
      result: resultOf(ending),
    };
  }

  /** @returns `null` when the attempt is not running */
  #requeue(
    connection: Connection,
    trial: TrialRecord,
    { ref, verdict }: { ref: AttemptRef; verdict: Extract<Verdict, { kind: "requeue" }> },
  ): Finished | null {
    if (connection.prepare(REQUEUE).run(verdict.reason, ...keyOf(ref)) === 0) return null;
    this.#mirror.requeued(connection, trial.runId);
    const next = { ...ref, attempt: ref.attempt + 1 };
    const { reason } = verdict;
    const waiting = {
      ...trial,
      state: "waiting",
      reason,
      attempt: next.attempt,
      worker: null,
      startedAtMs: null,
    } as const;
    this.#open.set(trial.number, waiting);
    return { kind: "requeued", ref: next, notBeforeMs: this.#options.clock.now() + verdict.delayMs };
  }

  #insertAttempt(
    connection: Connection,
    { number, attempt, worker, startedAtMs }: TrialRecord,
    { ending, verdict }: { ending: Ending; verdict: Verdict },
  ): void {
    const failure = ending.state === "failed" ? ending : null;
    connection
      .prepare(INSERT_ATTEMPT)
      .run(
        this.#options.sweepId,
        number,
        attempt,
        verdict.attempt,
        verdict.reason,
        worker,
        startedAtMs,
        this.#options.clock.now(),
        failure?.exitCode ?? null,
        failure?.stderrTail ?? null,
        verdict.kind === "settle" ? scratchOf(ending) : null,
      );
  }

  #late(connection: Connection, ref: AttemptRef, ending: Ending): Finished {
    const failure = ending.state === "failed" ? ending : null;
    const now = this.#options.clock.now();
    connection.prepare(LATE_END).run(failure?.exitCode ?? null, failure?.stderrTail ?? null, now, ...keyOf(ref));
    return { kind: "superseded" };
  }

  #isNewBest({ state, loss }: TrialRecord): boolean {
    return state === "complete" && loss !== null && Number.isFinite(loss) && loss < this.#bestLoss;
  }

  #insert(connection: Connection, trial: TrialRecord): void {
    const { sweepId } = this.#options;
    const params = JSON.stringify(trial.params);
    const values = JSON.stringify(trial.values);
    connection.prepare(INSERT_TRIAL).run(sweepId, trial.number, trial.runId, params, values, trial.watermark);
    this.#mirror.reserved(connection, trial);
  }

  #claimSoon(): void {
    this.#claimTimer ??= setTimeout(() => {
      this.#claimTimer = null;
      // Nobody waits for this: the claims are tried again with the next step, which will report what is wrong.
      if (this.#claims.size > 0) this.#write(() => {}).catch(() => {});
    }, LONGEST_CLAIM_WAIT_MS).unref();
  }

  /** Claims made since the last step come first; writing one twice changes nothing. */
  #writeClaims(connection: Connection): void {
    const { sweepId, leaseMs } = this.#options;
    for (const trial of this.#claims.values()) {
      const { number, attempt, worker, startedAtMs } = trial;
      const leaseUntil = (startedAtMs ?? 0) + leaseMs;
      const claimed = connection.prepare(CLAIM).run(worker, startedAtMs, leaseUntil, sweepId, number, attempt);
      if (claimed > 0) this.#mirror.started(connection, trial);
    }
  }

  async #write<T>(work: (connection: Connection) => T): Promise<T> {
    const { sweepId, epoch } = this.#options;
    let claims: readonly TrialRecord[] = [];
    const answer = await this.#database.write((connection) => {
      if (connection.prepare(OWNED).get(sweepId, epoch) === undefined) throw fenced(sweepId);
      claims = [...this.#claims.values()];
      this.#writeClaims(connection);
      return work(connection);
    });
    for (const claim of claims) {
      if (this.#claims.get(claim.number) === claim) this.#claims.delete(claim.number);
    }
    return answer;
  }
}

function keyOf({ sweepId, trialNumber, attempt }: AttemptRef): readonly [string, number, number] {
  return [sweepId, trialNumber, attempt];
}

function scratchOf(ending: Ending): string | null {
  if (ending.state === "lost") return null;
  const { outputDirectory, logs } = ending;
  if (outputDirectory === null && Object.keys(logs).length === 0) return null;
  return JSON.stringify({ outputDirectory, logs } satisfies Scratch);
}
