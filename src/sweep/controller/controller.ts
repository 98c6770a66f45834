import { type Clock, messageOf, SweepError, systemClock } from "../../base/index.js";
import type { AttemptRef, Outcome, WorkerProtocol } from "../../workers/index.js";
import { Coordinator, type CoordinatorListener } from "../coordinator.js";
import type { Progress, SweepEvent } from "../progress.js";
import { isBlocked } from "../store/store-patience.js";
import type { TrialRecord } from "../store/trial-store.js";
import { ActiveTime } from "./active-time.js";
import { AskAhead } from "./ask-ahead.js";
import type { ControllerEnd, ControllerOptions } from "./controller-options.js";
import { describeRequeue, describeSettled } from "./notices.js";
import { OpenTrials } from "./open-trials.js";
import { type SweepLimits, Tally } from "./tally.js";
import { ToldOrder } from "./told-order.js";
import { TrialFeed } from "./trial-feed.js";

const TICK_MS = 250;
/** Every so many ticks the broker is asked whether it lost a job, and `holdReason` whether to go on. */
const TICKS_PER_CHECK = 20;
const RETRY_MS = 1_000;

/**
 * The ask-and-tell loop of one sweep: keeps `parallel` trials open until a limit, an order or the space ends it.
 *
 *   run() ──▶ working ◀──▶ paused (an order) or held (the disk runs full)
 *                │              │
 *                ▼              ▼
 *             ending: a limit was reached, or stop, interrupt, fail. Nothing new starts; what runs finishes or is halted
 *                │
 *                ▼  nothing runs any more
 *             over: run() resolves
 *
 * At any moment `crash` (fenced, store broken) gives up what runs and rejects run().
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #clock: Clock;
  readonly #coordinator: Coordinator;
  readonly #tally: Tally;
  readonly #active: ActiveTime;
  readonly #ahead: AskAhead | null;
  readonly #open: OpenTrials;
  readonly #feed: TrialFeed;
  readonly #toldOrder = new ToldOrder<{ trial: TrialRecord; outcome: Outcome }>();
  readonly #startedMs: number;
  readonly #over: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #limits: SweepLimits;
  #ending: ControllerEnd | null = null;
  #paused = false;
  #held: string | null = null;
  #changed = true;
  #ticks = 0;

  constructor(options: ControllerOptions) {
    const { clock = systemClock, activeMs = 0, limitsFrom = 0, records = [], limits } = options;
    this.#options = options;
    this.#clock = clock;
    this.#limits = limits;
    this.#startedMs = clock.monotonic();
    this.#tally = new Tally(limitsFrom);
    this.#open = new OpenTrials(options.sweepId, this.#tally);
    this.#ahead = options.askAhead === true ? new AskAhead(clock) : null;
    this.#active = new ActiveTime({
      clock,
      spentMs: activeMs,
      limitMs: limits.timeoutMs,
      onLimit: () => this.#timedOut(),
    });
    this.#coordinator = new Coordinator({ ...options, listener: this.#listener(), retryMs: RETRY_MS });
    this.#feed = new TrialFeed({
      ...options,
      tally: this.#tally,
      open: this.#open,
      ahead: this.#ahead,
      patience: {
        onBlocked: (message) => this.#hold(message),
        giveUp: () => this.#ending !== null,
        retryMs: RETRY_MS,
      },
      limits: () => this.#limits,
      working: () => this.#working,
    });
    this.#over = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // run() passes a crash on; one that comes before anybody called it must not end the process.
    this.#over.catch(() => {});
    this.#restore(records);
  }

  /** What the workers of this sweep talk to. */
  get protocol(): WorkerProtocol {
    return this.#coordinator;
  }

  /** Time spent on the sweep, by earlier processes too; pauses do not count. */
  get activeMs(): number {
    return this.#active.spentMs;
  }

  progress(): Progress {
    return {
      state: this.#state(),
      total: this.#feed.exhausted ? this.#tally.total : this.#limits.maxEvals,
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
    this.#active.count(!this.#paused);
    const ticker = setInterval(() => this.#tick(), TICK_MS);
    try {
      await this.#check();
      await this.#over;
      const end = this.#ending ?? { state: "interrupted", reason: "interrupted" };
      await this.#cancelWaiting(end);
      return end;
    } finally {
      clearInterval(ticker);
      this.#active.count(false);
      this.#showProgress();
    }
  }

  /** Ends the sweep: no further trials; `now` cancels running ones as well. */
  stop(how: "gentle" | "now"): void {
    if (this.#ending?.state === "interrupted") this.#ending = null;
    this.#end({ state: "stopped", reason: "stopped" });
    if (how === "now") this.#coordinator.halt({ reason: "stopped", trials: "settle" });
    this.#advance();
  }

  /** Ends this process's part; a resume goes on. Trials cut short by `now` will run again. */
  interrupt(how: "gentle" | "now"): void {
    this.#end({ state: "interrupted", reason: "interrupted" });
    const trials = this.#ending?.state === "interrupted" ? "requeue" : "settle";
    if (how === "now") this.#coordinator.halt({ reason: "interrupted", trials });
    this.#advance();
  }

  /** Ends the sweep as failed; running trials finish. */
  fail(error: SweepError): void {
    this.#end({ state: "failed", reason: error.message, error });
    this.#advance();
  }

  /** Gives everything up at once: another process owns the sweep, or the store is of no use any more. */
  crash(error: unknown): void {
    this.#ending = { state: "failed", reason: messageOf(error) };
    this.#coordinator.halt({ reason: messageOf(error), trials: "abandon" });
    this.#reject(error);
  }

  /** Starts nothing until `resume`; running trials finish. */
  pause(): void {
    this.#paused = true;
    this.#active.count(false);
    this.#advance();
  }

  resume(): void {
    this.#paused = false;
    this.#active.count(true);
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
    return this.#coordinator.busy > 0 ? "stopping" : this.#ending.state;
  }

  #restore(records: readonly TrialRecord[]): void {
    for (const trial of inToldOrder(records)) this.#tally.add(trial, null);
    for (const trial of records) {
      if (trial.told === null) this.#open.add(trial.number, trial.attempt);
    }
    this.#options.study.restore(
      records.map((trial) => ({ ...trial, failed: trial.told !== null && trial.loss === null })),
    );
  }

  #listener(): CoordinatorListener {
    return {
      claimed: (trial) => {
        this.#open.start(trial.number);
        this.#changed = true;
      },
      ended: (finished, outcome) => {
        if (finished.kind === "settled") this.#settled(finished.trial, outcome);
        else this.#requeued(finished.ref, finished.notBeforeMs, outcome);
      },
      idle: () => this.#advance(),
      workersGone: (reason) => this.fail(new SweepError("command-not-startable", reason)),
      storeBlocked: (message) => this.#hold(message),
      storeLost: (error) => this.crash(error),
    };
  }

  /** Moves the sweep on after anything that changed. */
  #advance(): void {
    this.#changed = true;
    const reached = this.#tally.reached(this.#limits);
    if (reached !== null) this.#end(reached);
    this.#endWhenDone();
    this.#coordinator.accepting = this.#working;
    if (!this.#working) {
      if (this.#ending !== null && this.#coordinator.busy === 0 && !this.#feed.busy) this.#resolve();
    } else if (!this.#feed.busy) void this.#fill();
  }

  /** The first reason to end is kept. One that people did not ask for, and that is no error, is told them. */
  #end(end: ControllerEnd): void {
    if (this.#ending !== null) return;
    this.#ending = end;
    if (end.state === "failed" && end.error === undefined) this.#notice("warning", `The sweep stops: ${end.reason}`);
    if (end.state === "finished") this.#notice("info", `The sweep ends: ${end.reason}`);
  }

  /** Ends the sweep when there are no more trials to come. */
  #endWhenDone(): void {
    const { total, open, barren } = this.#tally;
    const { exhausted, busy } = this.#feed;
    const isDone = this.#limits.maxEvals !== null && total >= this.#limits.maxEvals && open === 0 && !busy;
    if (!isDone && !exhausted) return;
    if (barren !== null) this.#end(barren);
    else if (exhausted) this.#end(allTried(total));
    // That the trials there were to be are done is no news to anybody.
    else this.#ending ??= { state: "finished", reason: `all ${total} trials done` };
  }

  async #fill(): Promise<void> {
    try {
      await this.#feed.fill();
    } catch (error) {
      // Trials that could not be stored while the sweep was ending are not wanted any more.
      if (this.#ending === null) this.crash(error);
    }
    if (this.#ending !== null || this.#tally.open === 0) this.#advance();
  }

  #settled(trial: TrialRecord, outcome: Outcome): void {
    const due = this.#toldOrder.take({ trial, outcome }, trial.told ?? 0, this.#tally.settled + 1);
    for (const each of due) this.#tell(each.trial, each.outcome);
    this.#advance();
  }

  #tell(trial: TrialRecord, outcome: Outcome): void {
    const { study, onEvent } = this.#options;
    study.tell(trial.number, trial.loss === null ? { status: "fail" } : { loss: trial.loss });
    this.#ahead?.settled();
    const isBest = this.#open.settle(trial);
    if (isBest && onEvent !== undefined) onEvent({ kind: "new-best", trial, progress: this.progress() });
    const words = describeSettled(trial, outcome);
    if (words !== null) this.#notice("warning", words);
  }

  #requeued(ref: AttemptRef, notBeforeMs: number, outcome: Outcome): void {
    const delayMs = notBeforeMs - this.#clock.now();
    this.#open.requeue(ref, delayMs > 0);
    if (this.#ending === null) this.#notice("info", describeRequeue(ref, outcome, delayMs));
    if (delayMs > 0) setTimeout(() => this.#due(ref), delayMs).unref();
    else this.#due(ref);
    this.#advance();
  }

  #due(ref: AttemptRef): void {
    this.#open.due(ref);
    if (this.#working) this.#options.broker.enqueue([ref]).catch((error) => this.#stumble(error));
  }

  #tick(): void {
    this.#showProgress();
    this.#ticks++;
    if (this.#ticks % TICKS_PER_CHECK === 0) void this.#check();
  }

  /** Looks whether to hold or to go on, and puts back jobs that the broker has lost or that were refused in a pause. */
  async #check(): Promise<void> {
    const { broker, holdReason } = this.#options;
    try {
      const reason = (await holdReason?.()) ?? null;
      if (reason === null) this.#release();
      else this.#hold(reason);
      if (this.#working) {
        this.#coordinator.accepting = true;
        const missing = await broker.missing(this.#open.waiting());
        if (missing.length > 0) await broker.enqueue(missing);
      }
      this.#advance();
    } catch (error) {
      this.#stumble(error);
    }
  }

  /** The next check makes up for what a full disk or a locked file prevented. */
  #stumble(error: unknown): void {
    if (isBlocked(error)) this.#hold(messageOf(error));
    else this.crash(error);
  }

  #hold(reason: string): void {
    if (this.#held === null) this.#notice("warning", `No new trials for now: ${reason}`);
    this.#held = reason;
    this.#coordinator.accepting = false;
    this.#changed = true;
  }

  #release(): void {
    if (this.#held !== null) this.#notice("info", "There is room again: the sweep goes on.");
    this.#held = null;
  }

  /** Trials that will never start are settled with their sweep; one that may go on keeps them. */
  async #cancelWaiting({ state, reason }: ControllerEnd): Promise<void> {
    if (state === "interrupted" || state === "failed") return;
    const startedAtMs = this.#clock.now();
    const outcome: Outcome = {
      state: "cancelled",
      reason,
      startedAtMs,
      durationMs: 0,
      outputDirectory: null,
      logs: {},
    };
    for (const ref of this.#open.all()) {
      const finished = await this.#options.trials.finish(ref, outcome);
      if (finished.kind === "settled") this.#settled(finished.trial, outcome);
    }
  }

  #timedOut(): void {
    this.#end({ state: "finished", reason: "timeout" });
    this.#coordinator.halt({ reason: "timeout", trials: "settle" });
    this.#advance();
  }

  #showProgress(): void {
    if (!this.#changed) return;
    this.#changed = false;
    this.#options.onEvent?.({ kind: "progress", progress: this.progress() });
  }

  #notice(level: "info" | "warning", message: string): void {
    const event: SweepEvent = { kind: "notice", level, message };
    this.#options.onEvent?.(event);
  }
}

function allTried(points: number): ControllerEnd {
  return {
    state: "finished",
    reason: `all ${points} points of the space have been tried: exhausted ${points}/${points}`,
  };
}

function inToldOrder(records: readonly TrialRecord[]): readonly TrialRecord[] {
  return records.filter(({ told }) => told !== null).sort((left, right) => (left.told ?? 0) - (right.told ?? 0));
}
