import { type Logger, messageOf } from "../base/index.js";
import type { Executor } from "./executor.js";
import { Heartbeat } from "./heartbeat.js";
import type { Assignment, AttemptRef, Outcome, WorkerIdentity, WorkerProtocol } from "./protocol/protocol.js";
import { withRetries } from "./protocol/with-retries.js";
import type { Broker } from "./queue/broker.js";
import { RunningAttempt } from "./running-attempt.js";

/** Why a worker takes no more jobs. */
export type WorkerEnd =
  | { readonly kind: "drained" }
  | { readonly kind: "stopped"; readonly reason: string }
  /** It cannot start the command it was given; `reason` says why. */
  | { readonly kind: "withdrawn"; readonly reason: string };

export interface WorkerOptions {
  readonly identity: WorkerIdentity;
  /** Attempts at once; a positive integer. */
  readonly slots: number;
  readonly broker: Broker;
  readonly protocol: WorkerProtocol;
  readonly executor: Executor;
  readonly logger: Logger;
}

/**
 * Takes due attempts, runs them, reports, finishes.
 *
 *   run() ──▶ taking ──drain()─────────▶ ending: what is in hand runs to its end ──▶ drained
 *               ├─────stop()───────────▶ ending: what is in hand is stopped      ──▶ stopped
 *               └─────not startable────▶ ending, as for drain()                  ──▶ withdrawn
 *
 * A later stop() also stops what a draining or withdrawn worker still has in hand; the first reason to end is kept.
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #heartbeat: Heartbeat;
  readonly #running = new Set<RunningAttempt>();
  readonly #end: Promise<WorkerEnd>;
  #resolveEnd: (end: WorkerEnd) => void = () => {};
  #stopReason: string | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#heartbeat = new Heartbeat({ ...options, worker: options.identity });
    this.#end = new Promise((resolve) => {
      this.#resolveEnd = resolve;
    });
  }

  /** Works until told to end, and until all that was in hand then has been reported. Once per worker. */
  async run(): Promise<WorkerEnd> {
    const { broker, slots } = this.#options;
    const consumer = broker.consume({ slots, handle: (ref) => this.#handle(ref) });
    const end = await this.#end;
    await consumer.close();
    return end;
  }

  /** Takes no further jobs and finishes those in hand. */
  drain(): void {
    this.#resolveEnd({ kind: "drained" });
  }

  /** Takes no further jobs and stops those in hand; they are reported as cancelled with this reason. */
  stop(reason: string): void {
    this.#stopReason ??= reason;
    this.#resolveEnd({ kind: "stopped", reason });
    for (const attempt of this.#running) attempt.stop({ kind: "stop", reason });
  }

  async #handle(ref: AttemptRef): Promise<void> {
    const { protocol, identity, logger } = this.#options;
    try {
      const assignment = await protocol.claim(ref, identity);
      if (assignment !== null) await this.#attempt(assignment);
    } catch (thrown) {
      // The lease ends without a finish, and the store makes the attempt due again.
      logger.error({ ...ref, error: messageOf(thrown) }, "an attempt could not be taken or reported");
    }
  }

  async #attempt(assignment: Assignment): Promise<void> {
    const running = new RunningAttempt(assignment, this.#options);
    this.#running.add(running);
    this.#heartbeat.add(running);
    if (this.#stopReason !== null) running.stop({ kind: "stop", reason: this.#stopReason });
    try {
      const outcome = await this.#execute(assignment, running);
      const news = running.reporter.isIdle ? null : await running.reporter.takeLast();
      if (!running.isLost) await this.#finish(assignment.ref, news === null ? outcome : { news, ...outcome });
    } finally {
      this.#heartbeat.remove(running);
      this.#running.delete(running);
    }
  }

  async #execute(assignment: Assignment, running: RunningAttempt): Promise<Outcome> {
    const startedAtMs = Date.now();
    try {
      return await this.#options.executor.execute(assignment, running);
    } catch (thrown) {
      return {
        state: "failed",
        reason: messageOf(thrown),
        exitCode: null,
        stderrTail: "",
        startedAtMs,
        durationMs: Date.now() - startedAtMs,
        outputDirectory: null,
        logs: {},
      };
    }
  }

  async #finish(ref: AttemptRef, outcome: Outcome): Promise<void> {
    const { protocol, identity, logger } = this.#options;
    const answer = await withRetries(() => protocol.finish(ref, identity, outcome));
    if (answer === "superseded") logger.warn({ ...ref }, "a late result was not accepted");
    if (outcome.state === "not_startable") this.#resolveEnd({ kind: "withdrawn", reason: outcome.reason });
  }
}
