import type { ExecutionContext, StopReason } from "./executor.js";
import type { Beating } from "./heartbeat.js";
import type { Assignment, AttemptRef, Order } from "./protocol/protocol.js";
import { BatchingReporter, type BatchingReporterOptions } from "./reporting/batching-reporter.js";

/** One attempt in a worker's hands: what its executor is given, and the way to stop it. */
export class RunningAttempt implements ExecutionContext, Beating {
  readonly ref: AttemptRef;
  readonly leaseMs: number;
  readonly reporter: BatchingReporter;
  #controller: AbortController | null = null;
  #stopReason: StopReason | null = null;

  constructor(assignment: Assignment, options: Pick<BatchingReporterOptions, "protocol" | "logger">) {
    this.ref = assignment.ref;
    this.leaseMs = assignment.leaseMs;
    const onSuperseded = () => this.stop({ kind: "lease-lost", reason: "superseded" });
    const { protocol, logger } = options;
    this.reporter = new BatchingReporter({ protocol, logger, ref: this.ref, onSuperseded });
  }

  // Made when first asked for: a function objective that ignores it should not pay for it.
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#stopReason !== null) this.#controller.abort(this.#stopReason);
    }
    return this.#controller.signal;
  }

  /** Another attempt has taken its place: nothing more may be said about it. */
  get isLost(): boolean {
    return this.#stopReason?.kind === "lease-lost";
  }

  obey(order: Order): void {
    if (order.kind === "stop") this.stop({ kind: "stop", reason: order.reason });
    else this.stop({ kind: "lease-lost", reason: "lease lost" });
  }

  /** The first reason to end it wins; only losing the lease comes after it, since it forbids the report. */
  stop(reason: StopReason): void {
    if (this.#stopReason === null || reason.kind === "lease-lost") this.#stopReason = reason;
    this.#controller?.abort(reason);
  }
}
