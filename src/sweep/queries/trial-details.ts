import type { Connection } from "../../database/index.js";
import {
  type ArtifactOwner,
  type ArtifactRepository,
  getRun,
  type MetricPoint,
  metricHistory,
  type TrackingSchema,
} from "../../tracking/index.js";
import type { SweepStore } from "../open-store.js";
import { type RecordedProvenance, recordedProvenance } from "../provenance/recorded-provenance.js";
import { ownerOf, sweepRow } from "../store/sweep-rows.js";
import type { TrialRecord } from "../store/trial-store.js";
import { type AttemptEnd, LOST } from "../store/verdict.js";
import { deserted, type ListedTrial, metricsOf, trialRecord } from "./list-trials.js";

/** One execution of a trial. */
export interface TrialAttempt {
  /** From 1. */
  readonly number: number;
  /** `superseded`: it was given up for lost, and a late result of it came after that. */
  readonly state: AttemptEnd | "waiting" | "running" | "superseded";
  readonly reason: string | null;
  readonly worker: string | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly exitCode: number | null;
  /** Its last words, kept also when its files were not. */
  readonly stderrTail: string | null;
}

/** A file among a run's artifacts. */
export interface ArtifactFile {
  /** Relative to the run's artifacts, with `/` between its parts. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** Everything that is kept of one trial. */
export interface TrialDetails extends ListedTrial {
  /** Oldest first; the last one may still wait or run. */
  readonly attempts: readonly TrialAttempt[];
  /** All tags of its run. */
  readonly tags: Readonly<Record<string, string>>;
  readonly provenance: RecordedProvenance;
  /** All points of each metric, by step. */
  readonly curves: Readonly<Record<string, readonly MetricPoint[]>>;
  /** In the order of their paths. */
  readonly artifacts: readonly ArtifactFile[];
  /** Where the artifacts are: an absolute path for those on this machine. */
  readonly artifactLocation: string;
}

/**
 * Looks one trial up with all that was recorded of it.
 *
 * @throws SweepError `not-found`
 */
export async function trialDetails(store: SweepStore, sweepId: string, trialNumber: number): Promise<TrialDetails> {
  const sweep = await sweepRow(store.database, sweepId);
  const isRun = ownerOf(sweep, store.clock.now())?.alive === true;
  const stored = await trialRecord(store.database, sweepId, trialNumber);
  const { runId } = stored;
  const experimentId = sweep.experiment_id;
  const run = { experimentId, runId };
  const kysely = store.database.as<TrackingSchema>().kysely;
  const tags = (await getRun(kysely, runId))?.tags ?? {};
  const metrics = (await metricsOf(store.database, [runId])).get(runId) ?? {};
  return {
    ...(isRun ? stored : deserted(stored)),
    metrics,
    attempts: await store.database.read((connection) => attemptsOf(connection, sweepId, { trial: stored, isRun })),
    tags,
    provenance: recordedProvenance(tags),
    curves: await curvesOf(store, runId, Object.keys(metrics)),
    artifacts: await filesIn(store.artifacts, run, ""),
    artifactLocation: await store.artifacts.locate(run, ""),
  };
}

const ENDED = `SELECT number, state, reason, worker, started_at AS startedAtMs, ended_at AS endedAtMs,
    exit_code AS exitCode, stderr_tail AS stderrTail
  FROM attempt WHERE sweep_id = ? AND trial_number = ? ORDER BY number`;

function attemptsOf(
  connection: Connection,
  sweepId: string,
  { trial, isRun }: { trial: TrialRecord; isRun: boolean },
): readonly TrialAttempt[] {
  const ended = connection.prepare(ENDED).all<TrialAttempt>(sweepId, trial.number);
  if (trial.state !== "waiting" && trial.state !== "running") return ended;
  // An attempt gets a row of its own when it has ended; until then the trial's says where it stands.
  const { attempt: number, worker, startedAtMs } = trial;
  const isLost = trial.state === "running" && !isRun;
  const standing = isLost ? ({ state: "lost", reason: LOST } as const) : { state: trial.state, reason: null };
  return [...ended, { number, worker, startedAtMs, endedAtMs: null, exitCode: null, stderrTail: null, ...standing }];
}

async function curvesOf({ database }: SweepStore, runId: string, keys: readonly string[]) {
  const curves: Record<string, readonly MetricPoint[]> = {};
  for (const key of keys) curves[key] = await metricHistory(database.as<TrackingSchema>().kysely, runId, key);
  return curves;
}

async function filesIn(
  artifacts: ArtifactRepository,
  run: ArtifactOwner,
  folder: string,
): Promise<readonly ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  for (const { name, isDirectory, sizeBytes } of await artifacts.list(run, folder)) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (isDirectory) files.push(...(await filesIn(artifacts, run, path)));
    else files.push({ path, sizeBytes: sizeBytes ?? 0 });
  }
  return files;
}
