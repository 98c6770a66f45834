import { type Clock, messageOf, SweepError, systemClock } from "../../base/index.js";
import type { Study } from "../../search/index.js";
import type { AttemptRef, Broker, Outcome, WorkerProtocol } from "../../workers/index.js";
import { Coordinator, type CoordinatorListener, type SweepJob } from "../coordinator.js";
import type { Progress, SweepEvent } from "../progress.js";
import { type RoomRules, retryWhileFull } from "../store/disk-room.js";
import type { Finished, ProposedTrial, TrialRecord, TrialStore } from "../store/trial-store.js";
import { describeRequeue, describeSettled } from "./notices.js";
import { OpenTrials } from "./open-trials.js";
import { type SweepLimits, Tally } from "./tally.js";

export interface ControllerOptions {
  readonly sweepId: string;
  /** Fresh; told of `records` here. */
  readonly study: Study;
  readonly trials: TrialStore;
  readonly broker: Broker;
  readonly limits: SweepLimits;
  readonly job: SweepJob;
  /** Trials stored before, when the sweep goes on; none of them running. */
  readonly records?: readonly TrialRecord[];
  /** Results told before this many do not count towards failures, patience and threshold. */
  readonly limitsFrom?: number;
  /** Time already spent on the sweep by earlier processes; counts towards its timeout. */
  readonly activeMs?: number;
  readonly clock?: Clock;
  readonly onEvent?: (event: SweepEvent) => void;
  /** Told of every accepted end of an attempt, after it is stored. */
  readonly afterFinish?: (ref: AttemptRef, finished: Finished) => Promise<void>;
  /** Asked every few seconds for a reason to start nothing for now, such as a disk that runs full. */
  readonly holdReason?: () => Promise<string | null>;
}

/** How a controller's part in a sweep ended. */
export interface ControllerEnd {
  readonly state: "finished" | "failed" | "stopped" | "interrupted";
  readonly reason: string;
  /** Set when the sweep failed for something that is to be reported as an error. */
  readonly error?: SweepError;
}

/*
 * Life of a controller:
 *
 *   run() ──▶ working ◀──▶ paused (an order) or held (disk low)
 *                │              │
 *                ▼              ▼
 *             ending: a limit was reached, or stop, interrupt, fail. Nothing new starts; what runs finishes, or is halted
 *                │
 *                ▼   nothing runs any more
 *             over: run() resolves
 *
 * At any moment `crash` (fenced, store broken) rejects run() and gives up what runs.
 */

const TICK_MS = 250;
/** Every so many ticks the broker is asked whether it lost a job, and `holdReason` whether to go on. */
const TICKS_PER_CHECK = 20;
const RETRY_FULL_MS = 1_000;
const LONGEST_TIMER_MS = 2_147_483_647;

/** The ask-and-tell loop of one sweep: keeps `parallel` trials open until a limit, an order or the space ends it. */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #clock: Clock;
  readonly #coordinator: Coordinator;
  readonly #room: RoomRules;
  readonly #tally: Tally;
  readonly #open = new OpenTrials();
  /** Settled trials whose predecessors in told order are still on their way here. */
  readonly #early = new Map<number, { trial: TrialRecord; outcome: Outcome }>();
  #limits: SweepLimits;
  #ending: ControllerEnd | null = null;
  #paused = false;
  #held: string | null = null;
  #feeding = false;
  #changed = true;
  #ticks = 0;
  #activeSince: number | null = null;
  #activeMs: number;
  #startedMs: number;
  #timeout: NodeJS.Timeout | undefined;
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};
  readonly #over: Promise<void>;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#limits = options.limits;
    this.#tally = new Tally(options.limitsFrom ?? 0);
    this.#activeMs = options.activeMs ?? 0;
    this.#startedMs = this.#clock.monotonic();
    this.#room = { onFull: (message) => this.#hold(message), giveUp: () => false, retryMs: RETRY_FULL_MS };
    this.#coordinator = new Coordinator({
      trials: options.trials,
      job: options.job,
      listener: this.#listener(),
      retryMs: RETRY_FULL_MS,
      ...(options.afterFinish === undefined ? {} : { afterFinish: options.afterFinish }),
    });
    this.#over = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever called run() hears of it; a crash before that must not end the process.
    this.#over.catch(() => {});
    this.#restore(options.records ?? []);
  }

  /** What the workers of this sweep talk to. */
  get protocol(): WorkerProtocol {
    return this.#coordinator;
  }

  /** Time spent on the sweep, by earlier processes too; pauses do not count. */
  get activeMs(): number {
    return this.#activeMs + (this.#activeSince === null ? 0 : this.#clock.monotonic() - this.#activeSince);
  }

  progress(): Progress {
    return {
      state: this.#state(),
      total: this.#limits.maxEvals,
      counts: this.#tally.counts(),
      best: this.#tally.best,
      elapsedMs: this.#clock.monotonic() - this.#startedMs,
    };
  }

  /**
   * Runs the sweep until it is over and nothing of it runs any more.
   *
   * @throws SweepError `owned-elsewhere` once another process took the sweep over, `store-unusable`
   */
  async run(): Promise<ControllerEnd> {
    this.#startedMs = this.#clock.monotonic();
    this.#setActive(!this.#paused);
    const ticker = setInterval(() => this.#tick(), TICK_MS);
    try {
      await this.#check();
      this.#advance();
      await this.#over;
      const end = this.#ending ?? { state: "interrupted", reason: "ended early" };
      await this.#cancelWaiting(end);
      return end;
    } finally {
      clearInterval(ticker);
      this.#setActive(false);
      this.#changed = true;
      this.#showProgress();
    }
  }

  /** Ends the sweep: no further trials; `now` cancels running ones as well. */
  stop(how: "gentle" | "now", reason = "stopped"): void {
    if (this.#ending === null || this.#ending.state === "interrupted") this.#ending = { state: "stopped", reason };
    if (how === "now") this.#coordinator.halt({ reason, then: "settle" });
    this.#advance();
  }

  /** Ends this process's part; a resume goes on. Trials cut short by `now` will run again. */
  interrupt(how: "gentle" | "now"): void {
    this.#ending ??= { state: "interrupted", reason: "interrupted" };
    const then = this.#ending.state === "interrupted" ? "requeue" : "settle";
    if (how === "now") this.#coordinator.halt({ reason: this.#ending.reason, then });
    this.#advance();
  }

  /** Ends the sweep as failed and lets running trials finish. */
  fail(error: SweepError): void {
    this.#ending ??= { state: "failed", reason: error.message, error };
    this.#advance();
  }

  /** Gives everything up at once: another process owns the sweep, or the store is of no use any more. */
  crash(error: unknown): void {
    this.#ending = { state: "failed", reason: messageOf(error) };
    this.#coordinator.halt({ reason: messageOf(error), then: "abandon" });
    this.#reject(error);
  }

  /** Starts nothing until `resume`; running trials finish. */
  pause(): void {
    this.#paused = true;
    this.#setActive(false);
    this.#advance();
  }

  resume(): void {
    this.#paused = false;
    this.#setActive(true);
    void this.#check();
  }

  /** Allows `count` more trials. */
  extend(count: number): void {
    const { maxEvals } = this.#limits;
    if (maxEvals !== null) this.#limits = { ...this.#limits, maxEvals: maxEvals + count };
    this.#advance();
  }

  get #working(): boolean {
    return this.#ending === null && !this.#paused && this.#held === null;
  }

  #state(): Progress["state"] {
    if (this.#ending === null) return this.#working ? "running" : "paused";
    return this.#tally.running > 0 ? "stopping" : this.#ending.state;
  }

  #restore(records: readonly TrialRecord[]): void {
    const inToldOrder = records.filter((trial) => trial.told !== null).sort((a, b) => (a.told ?? 0) - (b.told ?? 0));
    for (const trial of inToldOrder) this.#tally.add(trial, null);
    for (const trial of records) {
      if (trial.told !== null) continue;
      this.#tally.move(null, "waiting");
      this.#open.add(this.#refOf(trial));
    }
    this.#options.study.restore(records);
  }

  #listener(): CoordinatorListener {
    return {
      claimed: (trial) => {
        this.#open.start(trial.number);
        this.#tally.move("waiting", "running");
        this.#changed = true;
      },
      ended: (finished, outcome) => {
        if (finished.kind === "settled") this.#settled(finished.trial, outcome);
        else this.#requeued(finished.ref, finished.notBeforeMs, outcome);
      },
      workersGone: (reason) => this.fail(new SweepError("command-not-startable", reason)),
      storeFull: (message) => this.#hold(message),
      fenced: (error) => this.crash(error),
    };
  }

  /** Moves the sweep on after anything that changed. */
  #advance(): void {
    this.#changed = true;
    this.#ending ??= this.#tally.reached(this.#limits) ?? this.#allDone();
    this.#coordinator.accepting = this.#working;
    if (this.#working) void this.#feed();
    else if (this.#ending !== null && this.#tally.running === 0 && !this.#feeding) this.#resolve();
  }

  #allDone(): ControllerEnd | null {
    const { maxEvals } = this.#limits;
    if (maxEvals === null || this.#tally.total < maxEvals || this.#tally.open > 0 || this.#feeding) return null;
    return { state: "finished", reason: `all ${this.#tally.total} trials done` };
  }

  /** Asks for trials and makes them due while there is room. */
  async #feed(): Promise<void> {
    if (this.#feeding) return;
    this.#feeding = true;
    try {
      for (let proposed = this.#propose(); proposed.length > 0; proposed = this.#propose()) {
        await retryWhileFull(() => this.#options.trials.reserve(proposed), this.#room);
        const refs = proposed.map((trial) => this.#refOf({ ...trial, attempt: 1 }));
        for (const ref of refs) this.#open.add(ref);
        for (const _ of refs) this.#tally.move(null, "waiting");
        await this.#options.broker.enqueue(refs);
      }
    } catch (error) {
      this.crash(error);
    }
    this.#feeding = false;
    if (this.#ending !== null || this.#tally.open === 0) this.#advance();
  }

  #propose(): ProposedTrial[] {
    const { maxEvals, parallel } = this.#limits;
    const room = Math.min(parallel - this.#tally.open, (maxEvals ?? Number.POSITIVE_INFINITY) - this.#tally.total);
    const proposed: ProposedTrial[] = [];
    while (this.#working && proposed.length < room) {
      const asked = this.#options.study.ask();
      if (asked === null) {
        if (this.#tally.open + proposed.length === 0) this.#exhausted();
        break;
      }
      proposed.push({ ...asked, watermark: this.#tally.settled });
    }
    return proposed;
  }

  #exhausted(): void {
    const { settled } = this.#tally;
    this.#ending ??= { state: "finished", reason: `every point of the space was tried: exhausted ${settled}/${settled}` };
  }

  #settled(trial: TrialRecord, outcome: Outcome): void {
    this.#early.set(trial.told ?? 0, { trial, outcome });
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) this.#tell(next.trial, next.outcome);
    this.#advance();
  }

  #takeNext(): { trial: TrialRecord; outcome: Outcome } | undefined {
    const position = this.#tally.settled + 1;
    const next = this.#early.get(position);
    if (next !== undefined) this.#early.delete(position);
    return next;
  }

  #tell(trial: TrialRecord, outcome: Outcome): void {
    const from = this.#open.remove(trial.number);
    this.#options.study.tell(trial.number, trial.loss === null ? { status: "fail" } : { loss: trial.loss });
    if (this.#tally.add(trial, from)) this.#emit(() => ({ kind: "new-best", trial, progress: this.progress() }));
    const words = describeSettled(trial, outcome);
    if (words !== null) this.#notice("warning", words);
  }

  #requeued(ref: AttemptRef, notBeforeMs: number, outcome: Outcome): void {
    this.#tally.move("running", "waiting");
    const delayMs = notBeforeMs - this.#clock.now();
    this.#open.add(ref, delayMs > 0);
    if (this.#ending === null) this.#notice("info", describeRequeue(ref, outcome, delayMs));
    if (delayMs > 0) setTimeout(() => this.#due(ref), delayMs).unref();
    else this.#due(ref);
    this.#advance();
  }

  #due(ref: AttemptRef): void {
    this.#open.add(ref);
    if (this.#working) this.#options.broker.enqueue([ref]).catch((error) => this.crash(error));
  }

  #tick(): void {
    this.#showProgress();
    this.#ticks++;
    if (this.#ticks % TICKS_PER_CHECK === 0) void this.#check();
  }

  /** Looks whether to hold or go on, and puts back jobs that the broker has lost. */
  async #check(): Promise<void> {
    try {
      const reason = (await this.#options.holdReason?.()) ?? null;
      if (reason === null) this.#release();
      else this.#hold(reason);
      if (this.#working) {
        const { broker } = this.#options;
        const missing = await broker.missing(this.#open.waiting());
        if (missing.length > 0) await broker.enqueue(missing);
      }
      this.#advance();
    } catch (error) {
      this.crash(error);
    }
  }

  #hold(reason: string): void {
    if (this.#held === null) this.#notice("warning", `No new trials for now: ${reason}`);
    this.#held = reason;
    this.#coordinator.accepting = false;
    this.#changed = true;
  }

  #release(): void {
    if (this.#held !== null) this.#notice("info", "There is room again; the sweep goes on.");
    this.#held = null;
    this.#coordinator.accepting = this.#working;
  }

  /** Trials that will never start are settled with the sweep; a sweep that may go on keeps them. */
  async #cancelWaiting(end: ControllerEnd): Promise<void> {
    if (end.state === "interrupted" || end.state === "failed") return;
    const now = this.#clock.now();
    const outcome: Outcome = {
      state: "cancelled",
      reason: end.reason,
      startedAtMs: now,
      durationMs: 0,
      outputDirectory: null,
      logs: {},
    };
    for (const ref of this.#open.all()) {
      const finished = await this.#options.trials.finish(ref, outcome);
      if (finished.kind === "settled") this.#settled(finished.trial, outcome);
    }
  }

  #setActive(active: boolean): void {
    clearTimeout(this.#timeout);
    this.#activeMs = this.activeMs;
    this.#activeSince = active ? this.#clock.monotonic() : null;
    if (active) this.#armTimeout();
  }

  #armTimeout(): void {
    const { timeoutMs } = this.#limits;
    if (timeoutMs === null) return;
    const leftMs = timeoutMs - this.activeMs;
    this.#timeout = setTimeout(
      () => (timeoutMs - this.activeMs > 0 ? this.#armTimeout() : this.#timedOut()),
      Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(leftMs))),
    );
  }

  #timedOut(): void {
    this.#ending ??= { state: "finished", reason: "timeout" };
    this.#coordinator.halt({ reason: "timeout", then: "settle" });
    this.#advance();
  }

  #showProgress(): void {
    if (!this.#changed) return;
    this.#changed = false;
    this.#emit(() => ({ kind: "progress", progress: this.progress() }));
  }

  #notice(level: "info" | "warning", message: string): void {
    this.#emit(() => ({ kind: "notice", level, message }));
  }

  #emit(event: () => SweepEvent): void {
    this.#options.onEvent?.(event());
  }

  #refOf(trial: { number: number; attempt: number }): AttemptRef {
    return { sweepId: this.#options.sweepId, trialNumber: trial.number, attempt: trial.attempt };
  }
}
