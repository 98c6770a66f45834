import type { Json, JsonObject } from "../base/index.js";
import type { TrialRecord, TrialState } from "./store/trial-store.js";

export type SweepState = "running" | "paused" | "stopping" | "finished" | "stopped" | "failed" | "interrupted";

/** How many trials are in each state; every state is present. */
export type TrialCounts = Readonly<Record<TrialState, number>>;

/** Counts to begin with. */
export function noTrials(): Record<TrialState, number> {
  return { waiting: 0, running: 0, complete: 0, pruned: 0, failed: 0, no_result: 0, cancelled: 0 };
}

export interface Progress {
  readonly state: SweepState;
  /** Trials the sweep will have; `null` when only time or the space limits it. */
  readonly total: number | null;
  readonly counts: TrialCounts;
  readonly best: TrialRecord | null;
  /** Since this process began to run the sweep. */
  readonly elapsedMs: number;
}

/** What the process that runs a sweep tells whoever watches. */
export type SweepEvent =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "new-best"; readonly trial: TrialRecord; readonly progress: Progress }
  /** Something a person should read: which sampler was chosen, a failed trial's last words, a pause. */
  | { readonly kind: "notice"; readonly level: "info" | "warning"; readonly message: string };

/** A sweep at its end, or as it stands: what `--json` prints. */
export interface SweepSummary {
  readonly sweepId: string;
  readonly experimentId: string;
  readonly experiment: string;
  readonly state: SweepState;
  readonly counts: TrialCounts;
  readonly best: BestTrial | null;
  readonly model: RegisteredBest | null;
  readonly trackingUri: string;
  readonly durationMs: number;
}

export interface BestTrial {
  readonly runId: string;
  readonly number: number;
  readonly loss: number;
  readonly value: number;
  readonly params: JsonObject;
  /** Newest value of each metric; NaN and infinities as the strings `NaN`, `Infinity`, `-Infinity`. */
  readonly metrics: Readonly<Record<string, Json>>;
  readonly durationMs: number;
}

export interface RegisteredBest {
  readonly name: string;
  readonly version: number;
  readonly aliases: readonly string[];
}
