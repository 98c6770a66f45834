import { hostname } from "node:os";
import { type Clock, type Logger, messageOf, newWorkerId, SweepError } from "../../base/index.js";
import { type AttemptRef, MemoryBroker, Worker } from "../../workers/index.js";
import { mayAskAhead } from "../controller/ask-ahead.js";
import { Controller } from "../controller/controller.js";
import type { ControllerEnd, ControllerOptions } from "../controller/controller-options.js";
import type { SweepEvent } from "../progress.js";
import type { TrialRecord, TrialStore } from "../store/trial-store.js";
import { FunctionExecutor } from "./function-executor.js";
import { ObservedTrialStore } from "./observed-trial-store.js";
import type { PreparedSearch } from "./prepare.js";

/** Where a search's trials are kept. */
export interface Venue {
  readonly sweepId: string;
  readonly experimentId: string;
  readonly store: TrialStore;
  /** Where the files of an attempt wait for its end; `null`: nothing that trials record is kept. */
  readonly scratch: ((ref: AttemptRef) => string) | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly afterFinish?: ControllerOptions["afterFinish"];
  readonly holdReason?: ControllerOptions["holdReason"];
  readonly onEvent: (event: SweepEvent) => void;
}

/** A function never says that it is alive, and its worker lives as long as the store: any lease will do. */
const LEASE_MS = 60_000;

/**
 * One search in this process: the same controller and worker as a sweep's, with a function in the place of a command.
 * Besides the controller's limits it ends when the objective fails, `earlyStop` says so, or the caller's signal aborts.
 */
export class FunctionSearch {
  readonly #search: PreparedSearch;
  readonly #controller: Controller;
  readonly #worker: Worker;
  #earlyStopState: readonly unknown[] = [];
  #error: SweepError | null = null;

  constructor(search: PreparedSearch, venue: Venue) {
    this.#search = search;
    const broker = new MemoryBroker();
    this.#controller = this.#createController(venue, broker);
    this.#worker = new Worker({
      identity: { id: newWorkerId(hostname(), process.pid), host: hostname(), pid: process.pid },
      slots: search.limits.parallel,
      broker,
      protocol: this.#controller.protocol,
      executor: new FunctionExecutor({
        objective: search.objective,
        scratch: venue.scratch,
        onError: (error) => this.#objectiveFailed(error),
      }),
      logger: venue.logger,
    });
  }

  get controller(): Controller {
    return this.#controller;
  }

  /**
   * Runs until something ends it and nothing of it runs any more. The end's `error` is what `fmin` has to reject with:
   * `bad-objective`, `interrupted`, or `bad-argument` when `earlyStop` failed.
   *
   * @throws SweepError what a controller throws
   */
  async run(): Promise<ControllerEnd> {
    const { signal } = this.#search;
    const interrupt = () => this.#interrupt();
    signal?.addEventListener("abort", interrupt, { once: true });
    if (signal?.aborted) interrupt();
    const working = this.#worker.run();
    try {
      const end = await this.#controller.run();
      return this.#error === null ? end : { ...end, error: this.#error };
    } finally {
      signal?.removeEventListener("abort", interrupt);
      this.#worker.stop("the search is over");
      await working;
    }
  }

  #createController(venue: Venue, broker: MemoryBroker): Controller {
    const { study, limits, earlier, earlyStop } = this.#search;
    const { sweepId, experimentId, clock, onEvent, afterFinish, holdReason } = venue;
    return new Controller({
      sweepId,
      study,
      trials: new ObservedTrialStore(venue.store, {
        toldBefore: earlier.length,
        onSettled: (trial) => this.#settled(trial),
      }),
      broker,
      limits,
      askAhead: earlyStop === undefined && mayAskAhead(study.algo, limits),
      job: functionJob(experimentId, limits.metric),
      records: earlier,
      clock,
      onEvent,
      onHalt: (reason) => this.#worker.stop(reason),
      ...(afterFinish === undefined ? {} : { afterFinish }),
      ...(holdReason === undefined ? {} : { holdReason }),
    });
  }

  #settled(trial: TrialRecord): void {
    // A trial that was cut short says nothing about its point; a search that goes on may propose it again.
    if (trial.state === "cancelled") return;
    this.#search.trials.record(trial);
    if (this.#error === null && this.#wantsToStop()) this.#controller.stop("gentle");
  }

  #wantsToStop(): boolean {
    const { earlyStop, trials } = this.#search;
    if (earlyStop === undefined) return false;
    try {
      const answer: unknown = earlyStop(trials, ...this.#earlyStopState);
      if (!Array.isArray(answer)) throw new TypeError(`it returned ${String(answer)} instead of [stop, state]`);
      this.#earlyStopState = (answer[1] as readonly unknown[] | undefined) ?? [];
      return answer[0] === true;
    } catch (cause) {
      this.#fail(new SweepError("bad-argument", `earlyStop failed: ${messageOf(cause)}`, { cause }));
      return false;
    }
  }

  #objectiveFailed(error: SweepError): void {
    if (!this.#search.catchErrors) this.#fail(error);
  }

  /** The first error is what `fmin` rejects with. */
  #fail(error: SweepError): void {
    this.#error ??= error;
    this.#controller.fail(error);
    this.#worker.stop("the search failed");
  }

  #interrupt(): void {
    const { signal, trials } = this.#search;
    const message = `The search was interrupted after ${trials.length} trials. Pass its \`trials\` again to go on.`;
    this.#error ??= new SweepError("interrupted", message, { cause: signal?.reason });
    this.#controller.stop("now");
  }
}

function functionJob(experimentId: string, objective: PreparedSearch["limits"]["metric"]): ControllerOptions["job"] {
  return {
    experimentId,
    command: null,
    cwd: process.cwd(),
    env: {},
    secrets: [],
    objective,
    capture: null,
    trialTimeoutMs: null,
    idleTimeoutMs: null,
    leaseMs: LEASE_MS,
  };
}
