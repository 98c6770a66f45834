import { flattenParams, type Json, SweepError } from "../../base/index.js";
import type { Connection } from "../../database/index.js";
import {
  clearMetrics,
  insertParams,
  insertRun,
  logMetrics,
  type RunStatus,
  setTags,
  updateRun,
} from "../../tracking/index.js";
import type { Objective, Report } from "../../workers/index.js";
import type { TrialRecord, TrialState } from "./trial-store.js";

export interface RunMirrorOptions {
  readonly sweepId: string;
  readonly sweepName: string;
  readonly experimentId: string;
  /** Folder or URI of the experiment's artifacts. */
  readonly artifactLocation: string;
  readonly parentRunId: string;
  readonly metric: Objective;
  readonly user: string;
  /** Tags of every trial's run: what is known of the code, the machine and the data. */
  readonly tags: Readonly<Record<string, string>>;
}

const STATUS: Readonly<Record<TrialState, RunStatus>> = {
  waiting: "SCHEDULED",
  running: "RUNNING",
  complete: "FINISHED",
  pruned: "FINISHED",
  failed: "FAILED",
  no_result: "FAILED",
  cancelled: "KILLED",
};

/**
 * Shows trials as tracking runs. Each call belongs to the transaction of the move it shows. The runs are a view for
 * people: whatever somebody does to one, the search goes on.
 */
export class RunMirror {
  readonly #options: RunMirrorOptions;
  readonly #commonTags: Readonly<Record<string, string>>;

  constructor(options: RunMirrorOptions) {
    this.#options = options;
    this.#commonTags = { ...options.tags, "mlflow.parentRunId": options.parentRunId, "sweep.id": options.sweepId };
  }

  reserved(connection: Connection, { runId, number, params }: TrialRecord): void {
    const { sweepName, experimentId, artifactLocation, user } = this.#options;
    insertRun(connection, {
      runId,
      experimentId,
      name: `${sweepName}-${number}`,
      user,
      status: "SCHEDULED",
      startTimeMs: null,
      artifactUri: `${artifactLocation}/${runId}/artifacts`,
      tags: { ...this.#commonTags, "sweep.trial": String(number), "sweep.state": "waiting" },
      params: asText(flattenParams(params)),
    });
  }

  started(connection: Connection, { runId, startedAtMs }: TrialRecord): void {
    ifPresent(() => {
      updateRun(connection, runId, { status: "RUNNING", startTimeMs: startedAtMs });
      setTags(connection, runId, { "sweep.state": "running" });
    });
  }

  reported(connection: Connection, runId: string, { metrics, retracted, params, tags }: Report): void {
    ifPresent(() => {
      if (retracted.length > 0) clearMetrics(connection, runId, retracted);
      logMetrics(connection, runId, metrics);
      const conflicts = insertParams(connection, runId, asText(params));
      const conflicting = conflicts
        .filter(({ stored, given }) => !sameValue(stored, given))
        .map(({ key, given }) => [`sweep.param_conflict.${key}`, given]);
      const all: Record<string, string> = { ...tags, ...Object.fromEntries(conflicting) };
      if (Object.keys(all).length > 0) setTags(connection, runId, all);
    });
  }

  settled(connection: Connection, { runId, state, reason, endedAtMs }: TrialRecord): void {
    ifPresent(() => {
      updateRun(connection, runId, { status: STATUS[state], endTimeMs: endedAtMs });
      setTags(connection, runId, { "sweep.state": state, ...(reason === null ? {} : { "sweep.reason": reason }) });
    });
  }

  /** What an attempt reported that did not count is taken back. */
  requeued(connection: Connection, runId: string): void {
    ifPresent(() => {
      updateRun(connection, runId, { status: "SCHEDULED", startTimeMs: null });
      clearMetrics(connection, runId, "all");
      setTags(connection, runId, { "sweep.state": "waiting" });
    });
  }

  /** The parent run shows the best so far under a name of its own, so that searching runs by the metric finds trials only. */
  newBest(connection: Connection, { number, value, endedAtMs }: TrialRecord): void {
    const { parentRunId, metric } = this.#options;
    const point = { key: `best_${metric.name}`, value: value ?? Number.NaN, step: number, timestampMs: endedAtMs ?? 0 };
    ifPresent(() => logMetrics(connection, parentRunId, [point]));
  }
}

/** Params as tracking holds them: strings bare, everything else as JSON. */
function asText(params: Readonly<Record<string, Json>>): Record<string, string> {
  const text: Record<string, string> = {};
  for (const key in params) {
    const value = params[key] ?? null;
    text[key] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return text;
}

/** Whether two texts are the same number, truth value or JSON: `1.0` and `1`, `True` and `true`. */
function sameValue(left: string, right: string): boolean {
  const plain = (text: string) => (/^(true|false)$/i.test(text) ? text.toLowerCase() : text.trim());
  if (plain(left) === plain(right)) return true;
  if (left.trim() !== "" && Number(left) === Number(right)) return true;
  try {
    return JSON.stringify(JSON.parse(left)) === JSON.stringify(JSON.parse(right));
  } catch {
    // Not JSON, so the texts were all there was to compare.
    return false;
  }
}

/** A run that somebody has deleted for good is no reason to stop. */
function ifPresent(show: () => void): void {
  try {
    show();
  } catch (error) {
    if (!(error instanceof SweepError) || error.code !== "not-found") throw error;
  }
}
