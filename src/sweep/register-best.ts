import { flattenParams, SweepError } from "../base/index.js";
import {
  type ArtifactOwner,
  type ArtifactRepository,
  createModelVersion,
  createRegisteredModel,
  getModelVersion,
  getModelVersionByAlias,
  getRegisteredModel,
  getRun,
  listModelVersions,
  type ModelVersion,
  setModelAlias,
  type TrackingSchema,
} from "../tracking/index.js";
import type { SweepStore } from "./open-store.js";
import type { RegisteredBest } from "./progress.js";
import { bestTrial } from "./queries/best-trial.js";
import type { SweepSpec } from "./spec.js";
import type { StoredSweep } from "./store/sweep-rows.js";
import type { TrialRecord } from "./store/trial-store.js";

/** What came of registering. */
export interface Registered {
  readonly model: RegisteredBest | null;
  /** What a person should know: why there is no model, or whether it became champion. */
  readonly notices: readonly string[];
}

const NOTHING: Registered = { model: null, notices: [] };

const TAG = {
  metric: "sweep.metric",
  goal: "sweep.goal",
  value: "sweep.value",
  data: "sweep.data.sha256",
} as const;

/**
 * Makes the best complete trial's model a new version of the sweep's registered model and moves alias `best` to it, and
 * alias `champion` if it beats the present one on the same metric and data. Doing it again for the same trial changes
 * nothing.
 */
export async function registerBest(store: SweepStore, sweep: StoredSweep): Promise<Registered> {
  const { spec, experimentId } = sweep;
  if (spec.register === null) return NOTHING;
  const best = await bestTrial(store.database, sweep.sweepId);
  if (best === null) return NOTHING;
  const run = { experimentId, runId: best.runId };
  const path = await modelPath(store.artifacts, run, spec.model);
  if (path === null) return { model: null, notices: [await noModel(store.artifacts, run, { spec, best })] };
  const source = await store.artifacts.locate(run, path);
  const version = await ensureVersion(store, { sweep, best, source, name: spec.register });
  await move(store, "best", version);
  const notice = await crown(store, version);
  return { model: await asRegistered(store, version), notices: notice === null ? [] : [notice] };
}

/** Where among a run's artifacts its model is; `null` when there is none. */
async function modelPath(
  artifacts: ArtifactRepository,
  run: ArtifactOwner,
  wanted: string | null,
): Promise<string | null> {
  if (wanted !== null) return (await exists(artifacts, run, wanted)) ? wanted : null;
  for (const folders = [""]; folders.length > 0; ) {
    const folder = folders.shift() ?? "";
    const entries = await artifacts.list(run, folder);
    if (entries.some(({ name, isDirectory }) => name === "MLmodel" && !isDirectory)) return folder;
    folders.push(
      ...entries
        .filter(({ isDirectory }) => isDirectory)
        .map(({ name }) => (folder === "" ? name : `${folder}/${name}`)),
    );
  }
  return null;
}

async function exists(artifacts: ArtifactRepository, run: ArtifactOwner, path: string): Promise<boolean> {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const name = parts.pop();
  return (await artifacts.list(run, parts.join("/"))).some((entry) => entry.name === name);
}

async function noModel(
  artifacts: ArtifactRepository,
  run: ArtifactOwner,
  { spec, best }: { spec: SweepSpec; best: TrialRecord },
): Promise<string> {
  if (spec.model === null) {
    return 'No model registered: "model:" in the space file names the file or folder that is one.';
  }
  const left = (await artifacts.list(run, "")).map(({ name }) => name).filter((name) => name !== "logs");
  return (
    `No model was registered: the best trial, ${best.number}, left no ${JSON.stringify(spec.model)} in its output folder ` +
    `($SWEEP_OUTPUT_DIR), where there is ${left.length === 0 ? "nothing" : left.join(", ")}.`
  );
}

interface Candidate {
  readonly sweep: StoredSweep;
  readonly best: TrialRecord;
  readonly source: string;
  readonly name: string;
}

async function ensureVersion(store: SweepStore, { sweep, best, source, name }: Candidate): Promise<ModelVersion> {
  const kysely = kyselyOf(store);
  const nowMs = store.clock.now();
  if ((await getRegisteredModel(kysely, name)) === null) await createIfMissing(store, name);
  const known = (await listModelVersions(kysely, name)).find(({ runId }) => runId === best.runId);
  if (known !== undefined) return known;
  const { metric } = sweep.spec;
  const params = Object.entries(flattenParams(best.params)).map(([key, value]) => [key, textOf(value)] as const);
  const data = (await getRun(kysely, best.runId))?.tags[TAG.data];
  return createModelVersion(kysely, {
    name,
    source,
    runId: best.runId,
    description:
      `${metric.name} ${best.value} by trial ${best.number} of sweep ${sweep.name} (${sweep.sweepId})\n` +
      params.map(([key, value]) => `${key}: ${value}`).join("\n"),
    tags: {
      ...Object.fromEntries(params.map(([key, value]) => [`params.${key}`, value])),
      "sweep.id": sweep.sweepId,
      "sweep.trial": String(best.number),
      [TAG.metric]: metric.name,
      [TAG.goal]: metric.goal,
      [TAG.value]: String(best.value),
      ...(data === undefined ? {} : { [TAG.data]: data }),
    },
    nowMs,
  });
}

async function createIfMissing(store: SweepStore, name: string): Promise<void> {
  try {
    await createRegisteredModel(kyselyOf(store), { name, nowMs: store.clock.now() });
  } catch (error) {
    // Another sweep has just created it.
    if (!(error instanceof SweepError) || error.code !== "conflict") throw error;
  }
}

/** Decides whether a version becomes champion, and says so. `null`: it is champion already. */
async function crown(store: SweepStore, version: ModelVersion): Promise<string | null> {
  const champion = await getModelVersionByAlias(kyselyOf(store), version.name, "champion");
  if (champion?.version === version.version) return null;
  const name = `${version.name} version ${version.version}`;
  if (champion !== null) {
    const stays = `the champion stays version ${champion.version}`;
    const difference = whyNotComparable(version, champion);
    if (difference !== null) return `${name}: ${stays}, which was made with ${difference}.`;
    const [ours, theirs] = [metricValue(version), metricValue(champion)];
    const beaten = version.tags[TAG.goal] === "maximize" ? ours > theirs : ours < theirs;
    const words = `${version.tags[TAG.metric]} ${ours}`;
    if (!beaten) return `${name}: ${stays} (${theirs}), which ${words} does not beat.`;
    await move(store, "champion", version);
    return `${name} is the new champion: ${words} beats ${theirs} of version ${champion.version}.`;
  }
  await move(store, "champion", version);
  return `${name} is the first champion.`;
}

/** What makes two versions' values incomparable; `null` when nothing does. */
function whyNotComparable(version: ModelVersion, champion: ModelVersion): string | null {
  if (version.tags[TAG.metric] !== champion.tags[TAG.metric]) return "another metric";
  if (version.tags[TAG.goal] !== champion.tags[TAG.goal]) return "another goal";
  if (version.tags[TAG.data] !== champion.tags[TAG.data]) return "other data";
  return Number.isFinite(metricValue(champion)) ? null : "no value to compare";
}

function metricValue(version: ModelVersion): number {
  return Number(version.tags[TAG.value] ?? Number.NaN);
}

function move(store: SweepStore, alias: string, { name, version }: ModelVersion): Promise<void> {
  return setModelAlias(kyselyOf(store), { name, alias, version });
}

async function asRegistered(store: SweepStore, { name, version }: ModelVersion): Promise<RegisteredBest> {
  const now = await getModelVersion(kyselyOf(store), name, version);
  return { name, version, aliases: now?.aliases ?? [] };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function kyselyOf(store: SweepStore) {
  return store.database.as<TrackingSchema>().kysely;
}
