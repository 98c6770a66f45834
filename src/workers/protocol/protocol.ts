import type { Json, JsonObject } from "../../base/index.js";

/**
 * Names one execution of one trial. `attempt` counts from 1 within its trial and is the fencing token: only the newest
 * attempt's words change anything.
 */
export interface AttemptRef {
  readonly sweepId: string;
  readonly trialNumber: number;
  readonly attempt: number;
}

/** Everything a worker needs to run one attempt. It comes from the store, never from the queue. */
export interface Assignment {
  readonly ref: AttemptRef;
  readonly runId: string;
  readonly experimentId: string;
  /** Active parameters and constants, nested, as the objective sees them. */
  readonly params: JsonObject;
  /** The sweep's command as a list of words with placeholders; `null` when the objective is a function. */
  readonly command: readonly string[] | null;
  /** Where to run it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Names of environment variables that the worker passes on from its own environment and never records. */
  readonly secrets: readonly string[];
  readonly objective: Objective;
  /** Metric names or globs to record besides the objective; `null` records every metric-shaped line. */
  readonly capture: readonly string[] | null;
  /** The attempt is stopped after this long; `null` for no limit. */
  readonly trialTimeoutMs: number | null;
  /** The attempt is stopped after this long without output or metric; `null` for no limit. */
  readonly idleTimeoutMs: number | null;
  /** Without a heartbeat for this long the attempt counts as lost. */
  readonly leaseMs: number;
}

/** Which number decides a trial. */
export interface Objective {
  readonly name: string;
  readonly goal: "minimize" | "maximize";
  /** Which of a curve's values counts. */
  readonly take: "last" | "min" | "max";
}

/** One measured value. NaN and the infinities are values. */
export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  readonly step: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestampMs: number;
}

/** A batch of an attempt's news. Batches count from 1, so a repeated one is recognised and harmless. */
export interface Report {
  readonly batch: number;
  readonly metrics: readonly MetricPoint[];
  /**
   * Metrics whose points from earlier batches are void: a more trusted source has begun to report them. To be applied
   * before this batch's own points.
   */
  readonly retracted: readonly string[];
  readonly params: Readonly<Record<string, Json>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** How an attempt ended. */
export type Outcome = {
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Folder whose content becomes the run's artifacts; `null` when there is none. */
  readonly outputDirectory: string | null;
  /** Raw output, kept as `logs/<name>` with the artifacts: file name to path. A silent stream has none. */
  readonly logs: Readonly<Record<string, string>>;
  /** The last batch, not reported before: stored in one step with the end. */
  readonly news?: Report;
} & (
  | {
      readonly state: "complete";
      /** The objective in its own unit, not negated; not finite when the training diverged. */
      readonly value: number;
      /** What a function objective returned besides its loss; empty for commands. */
      readonly result: JsonObject;
    }
  /** Ended well, but the objective never showed up; `seen` holds the names and last values that did. */
  | { readonly state: "no_result"; readonly seen: Readonly<Record<string, number>> }
  | {
      readonly state: "failed";
      readonly reason: string;
      readonly exitCode: number | null;
      readonly stderrTail: string;
      /** What a function objective returned when it said itself that it failed. */
      readonly result?: JsonObject;
    }
  /** Ended by an order; `reason` is the order's. */
  | { readonly state: "cancelled"; readonly reason: string }
  /** Asked to be run again elsewhere (exit 75): not counted as an attempt that failed. */
  | { readonly state: "again"; readonly reason: string }
  /** This worker cannot start the command at all; the worker withdraws. */
  | { readonly state: "not_startable"; readonly reason: string }
);

export interface WorkerIdentity {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
}

/** What the coordinator tells a worker about one of its attempts. */
export type Order =
  /** Stop it: SIGTERM, grace, SIGKILL. The outcome is still reported, as cancelled with this reason. */
  | { readonly kind: "stop"; readonly ref: AttemptRef; readonly reason: string }
  /** It is no longer yours: stop it and report nothing. */
  | { readonly kind: "lease-lost"; readonly ref: AttemptRef };

/**
 * What workers may say to the process that owns the store, and what it answers. Two transports, in-process and HTTP; one
 * suite (`test/contracts/worker-protocol.ts`).
 */
export interface WorkerProtocol {
  /** Takes a due attempt. `null`: it is not due any more (done, superseded, stopped); drop the job. */
  claim(ref: AttemptRef, worker: WorkerIdentity): Promise<Assignment | null>;
  /**
   * Renews the leases of everything the worker runs. Resolves as soon as there is an order, else after `waitMs`, else
   * when `signal` aborts (with no orders).
   */
  heartbeat(
    worker: WorkerIdentity,
    running: readonly AttemptRef[],
    options: { waitMs: number; signal: AbortSignal },
  ): Promise<readonly Order[]>;
  /** Stores a batch. `superseded`: the attempt is not the newest; nothing was stored. */
  report(ref: AttemptRef, report: Report): Promise<"stored" | "superseded">;
  /** Ends the attempt, once: a second or late finish answers `superseded` and changes nothing. */
  finish(ref: AttemptRef, worker: WorkerIdentity, outcome: Outcome): Promise<"accepted" | "superseded">;
}
