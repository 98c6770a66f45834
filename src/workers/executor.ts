import type { Json } from "../base/index.js";
import type { Assignment, MetricPoint, Outcome } from "./protocol/protocol.js";

/** Why an attempt is being stopped; the `reason` of the AbortSignal handed to an executor. */
export interface StopReason {
  /** `lease-lost` means: end it and say nothing; all others end up in the outcome. */
  readonly kind: "stop" | "lease-lost";
  readonly reason: string;
}

/** An attempt's way to say something before it ends. Calls never block and never throw; batching is done behind them. */
export interface AttemptReporter {
  /** `null`: go on. Else too much is waiting to be stored: a source that can wait should, until this resolves. */
  backlog(): Promise<void> | null;
  metric(point: MetricPoint): void;
  /** Voids what was reported of this metric so far. */
  retract(key: string): void;
  param(key: string, value: Json): void;
  tag(key: string, value: string): void;
}

export interface ExecutionContext {
  readonly reporter: AttemptReporter;
  /** Aborted with a {@link StopReason}. */
  readonly signal: AbortSignal;
}

/**
 * Runs one attempt to its end. Implemented by the command executor (a child process) and by `fmin` (a function). Never
 * rejects for anything the attempt does; a rejection is a defect and fails the attempt with its message.
 */
export interface Executor {
  execute(assignment: Assignment, context: ExecutionContext): Promise<Outcome>;
}
