import { type Json, SweepError } from "../../base/index.js";
import type { Database } from "../../database/index.js";
import { latestMetrics, type TrackingSchema } from "../../tracking/index.js";
import type { SweepStore } from "../open-store.js";
import { ownerOf, sweepRow } from "../store/sweep-rows.js";
import { type TrialRow, trialOf } from "../store/trial-rows.js";
import type { TrialRecord } from "../store/trial-store.js";
import { LOST } from "../store/verdict.js";

/** Newest value of each metric; NaN and infinities as the strings `NaN`, `Infinity`, `-Infinity`. */
export type Metrics = Readonly<Record<string, Json>>;

export type ListedTrial = TrialRecord & { readonly metrics: Metrics };

const ALL = "SELECT * FROM trial WHERE sweep_id = ? ORDER BY number";
const ONE = "SELECT * FROM trial WHERE sweep_id = ? AND number = ?";

/** A sweep's trials in number order, with their metrics. None runs in a sweep that nobody runs. */
export async function listTrials(store: SweepStore, sweepId: string): Promise<readonly ListedTrial[]> {
  const row = await sweepRow(store.database, sweepId);
  const isRun = ownerOf(row, store.clock.now())?.alive === true;
  const stored = await trialRecords(store.database, sweepId);
  const trials = isRun ? stored : stored.map(deserted);
  const metrics = await metricsOf(
    store.database,
    trials.map(({ runId }) => runId),
  );
  return trials.map((trial) => ({ ...trial, metrics: metrics.get(trial.runId) ?? {} }));
}

/** How a trial stands when nobody runs its sweep: one that ran then has lost its attempt, and waits for another. */
export function deserted(trial: TrialRecord): TrialRecord {
  return trial.state === "running" ? { ...trial, state: "waiting", reason: LOST } : trial;
}

/** A sweep's trials in number order. */
export async function trialRecords(database: Database, sweepId: string): Promise<readonly TrialRecord[]> {
  return database.read((connection) => connection.prepare(ALL).all<TrialRow>(sweepId).map(trialOf));
}

/** @throws SweepError `not-found` */
export async function trialRecord(database: Database, sweepId: string, trialNumber: number): Promise<TrialRecord> {
  const row = await database.read((connection) => connection.prepare(ONE).get<TrialRow>(sweepId, trialNumber));
  if (row !== undefined) return trialOf(row);
  throw new SweepError("not-found", `Sweep ${sweepId} has no trial ${trialNumber}.`);
}

/** The metrics of runs, by run id. */
export async function metricsOf(database: Database, runIds: readonly string[]): Promise<ReadonlyMap<string, Metrics>> {
  const latest = await latestMetrics(database.as<TrackingSchema>().kysely, runIds);
  const shown = (metrics: Readonly<Record<string, { readonly value: number }>>): Metrics =>
    Object.fromEntries(Object.entries(metrics).map(([key, { value }]) => [key, jsonNumber(value)]));
  return new Map([...latest].map(([runId, metrics]) => [runId, shown(metrics)]));
}

function jsonNumber(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}
