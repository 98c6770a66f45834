import type { Json, JsonObject } from "../../base/index.js";
import { SweepError } from "../../base/index.js";
import type { SweepStore } from "../open-store.js";
import type { SweepState, SweepSummary, TrialCounts } from "../progress.js";
import type { SweepSpec } from "../spec.js";
import type { TrialRecord } from "../store/trial-store.js";

/** Who runs a sweep at the moment. */
export interface SweepOwner {
  readonly host: string;
  readonly pid: number;
  readonly sinceMs: number;
  /** `false` when that process is gone, or its lease has ended. */
  readonly alive: boolean;
}

export interface SweepListing {
  readonly sweepId: string;
  readonly name: string;
  readonly experimentId: string;
  readonly parentRunId: string;
  readonly spec: SweepSpec;
  /** As stored, except that one whose owner died is `interrupted`. */
  readonly state: SweepState;
  /** Why it ended, in words. */
  readonly stopReason: string | null;
  readonly owner: SweepOwner | null;
  readonly counts: TrialCounts;
  readonly best: TrialRecord | null;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Time it was worked on, over all processes that did. */
  readonly activeMs: number;
}

/** A trial and the newest value of each of its metrics (NaN and infinities as the strings `NaN`, `Infinity`, `-Infinity`). */
export type ListedTrial = TrialRecord & { readonly metrics: Readonly<Record<string, Json>> };

/** What runs a trial again by hand. */
export interface RerunCommand {
  /** Program and arguments, every placeholder replaced. */
  readonly words: readonly string[];
  /** Variables to add to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly params: JsonObject;
}

/** Every sweep, newest first. */
export async function listSweeps(store: SweepStore): Promise<readonly SweepListing[]> {
  throw new SweepError("internal", `not written yet ${store.home}`);
}

/**
 * The sweep meant by an id, the beginning of one, a name (its newest sweep) or `latest`.
 *
 * @throws SweepError `not-found`, naming what there is, when nothing or several sweeps match
 */
export async function findSweep(store: SweepStore, wanted: string): Promise<SweepListing> {
  throw new SweepError("internal", `not written yet ${store.home} ${wanted}`);
}

/** @throws SweepError `not-found` */
export async function sweepSummary(store: SweepStore, sweepId: string): Promise<SweepSummary> {
  throw new SweepError("internal", `not written yet ${store.home} ${sweepId}`);
}

/** A sweep's trials in number order. */
export async function listTrials(store: SweepStore, sweepId: string): Promise<readonly ListedTrial[]> {
  throw new SweepError("internal", `not written yet ${store.home} ${sweepId}`);
}

/**
 * Where a trial's raw output is or, while it runs, is being written.
 *
 * @throws SweepError `not-found` when there is no such trial, or it has not started
 */
export async function trialLogPaths(
  store: SweepStore,
  sweepId: string,
  trialNumber: number,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly finished: boolean }> {
  throw new SweepError("internal", `not written yet ${store.home} ${sweepId} ${trialNumber}`);
}

/**
 * The exact command of a trial.
 *
 * @throws SweepError `not-found`; `conflict` when the sweep's objective is a function
 */
export async function rerunCommand(store: SweepStore, sweepId: string, trialNumber: number): Promise<RerunCommand> {
  throw new SweepError("internal", `not written yet ${store.home} ${sweepId} ${trialNumber}`);
}
