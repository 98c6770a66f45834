import type { JsonObject } from "../../base/index.js";
import type { AttemptRef, Outcome, Report, WorkerIdentity } from "../../workers/index.js";

/*
 * States of a trial and their moves. A trial's row is written by `reserve` and then only by these moves, each one
 * conditional write; every other word about it is ignored.
 *
 *   (ask) ──reserve──▶ waiting ──claim──▶ running ──finish──▶ complete | no_result | failed | pruned | cancelled
 *                         ▲                  │
 *                         └──── requeue ─────┘   attempt + 1: it failed and has retries left, asked to run again,
 *                                                or was lost with its worker or controller (at most 3 times)
 *
 * A trial that will never run is finished as cancelled while it is waiting.
 *
 * An attempt is `ready` → `running` → `ok | failed | cancelled | again | lost | superseded`.
 */

export type TrialState = "waiting" | "running" | "complete" | "pruned" | "failed" | "no_result" | "cancelled";

/** What the search proposed, before anything ran. */
export interface ProposedTrial {
  readonly number: number;
  /** As the objective sees them, nested. */
  readonly params: JsonObject;
  /** Label to raw drawn value (a choice's index), active ones only: what the sampler learns from. */
  readonly values: Readonly<Record<string, number>>;
  /** How many results the search had been told when it proposed this. Replaying to here gives it again. */
  readonly watermark: number;
}

/** One trial as stored. */
export interface TrialRecord extends ProposedTrial {
  readonly runId: string;
  readonly state: TrialState;
  /** Cause in words (`exit code 3`, `timeout`, `diverged`); `null` when there is nothing to say. */
  readonly reason: string | null;
  /** Newest attempt, from 1. */
  readonly attempt: number;
  /** Minimised number; `null` unless complete or pruned. May be NaN or infinite. */
  readonly loss: number | null;
  /** The objective in its own unit. */
  readonly value: number | null;
  /** What a function objective returned besides its loss. */
  readonly result: JsonObject;
  /** Position among the sweep's results in the order they came in, from 1; `null` while open. */
  readonly told: number | null;
  readonly worker: string | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly durationMs: number | null;
}

/** What an attempt's finish led to. */
export type Finished =
  /** The attempt was not the newest, or had ended: nothing changed. */
  | { readonly kind: "superseded" }
  /** The trial has its final state. */
  | { readonly kind: "settled"; readonly trial: TrialRecord }
  /** A new attempt of the same trial is due, not before `notBeforeMs` (epoch). */
  | { readonly kind: "requeued"; readonly ref: AttemptRef; readonly notBeforeMs: number };

/**
 * The trials of one sweep, held by its owner. Every call is one atomic step; once it resolves, the step survives a crash,
 * except that the claim of a function's attempt may be written with the step after it. Implemented on the store's database, with each trial mirrored as a tracking run, and in memory for a search without
 * tracking. Steps of a controller that is no longer the owner reject with `owned-elsewhere`.
 */
export interface TrialStore {
  /** Writes trials that are then due as attempt 1. */
  reserve(trials: readonly ProposedTrial[]): Promise<void>;
  /** Marks a due attempt as running; `null` when it is not due. */
  claim(ref: AttemptRef, worker: WorkerIdentity): Promise<TrialRecord | null>;
  /** Renews leases until now + `leaseMs`; answers which of the attempts are still the newest and running. */
  renew(refs: readonly AttemptRef[], leaseMs: number): Promise<readonly AttemptRef[]>;
  /** Stores an attempt's metrics, params and tags. */
  report(ref: AttemptRef, report: Report): Promise<"stored" | "superseded">;
  /** Ends a running attempt; or one that is still due, when the outcome is `cancelled`. */
  finish(ref: AttemptRef, outcome: Outcome): Promise<Finished>;
}
