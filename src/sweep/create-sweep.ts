import { newRunId, newSweepId } from "../base/index.js";
import { ensureExperiment, insertRun } from "../tracking/index.js";
import { checkStartable } from "../workers/index.js";
import type { SweepStore } from "./open-store.js";
import { currentUser } from "./provenance/provenance.js";
import type { SweepSpec } from "./spec.js";

export interface CreatedSweep {
  readonly sweepId: string;
  readonly experimentId: string;
  readonly parentRunId: string;
}

const INSERT = `INSERT INTO sweep
  (id, name, experiment_id, parent_run_id, spec, state, epoch, limits_from, created_at, active_ms)
  VALUES (?, ?, ?, ?, ?, 'paused', 0, 0, ?, 0)`;

/**
 * Stores a sweep that nobody runs yet, with its parent run. Its experiment is created when missing. Nothing is created
 * for a command that this machine cannot start: a mistyped one is not to stand before the sweep that was meant.
 *
 * @throws SweepError `command-not-startable`; `conflict` when the experiment has been deleted
 */
export async function createSweep(store: SweepStore, spec: SweepSpec): Promise<CreatedSweep> {
  const { database, artifactRoot, clock } = store;
  const { command, cwd, env } = spec;
  if (command !== null) checkStartable({ words: command, cwd, path: env.PATH ?? process.env.PATH ?? null });
  const nowMs = clock.now();
  const sweepId = newSweepId();
  const parentRunId = newRunId();
  return database.write((connection) => {
    const experimentId = ensureExperiment(connection, { name: spec.experiment, artifactRoot, nowMs });
    insertRun(connection, {
      runId: parentRunId,
      experimentId,
      name: spec.name,
      user: currentUser(),
      status: "SCHEDULED",
      startTimeMs: null,
      artifactUri: `${artifactRoot}/${experimentId}/${parentRunId}/artifacts`,
      tags: { ...spec.tags, "sweep.id": sweepId },
      params: {},
    });
    connection.prepare(INSERT).run(sweepId, spec.name, experimentId, parentRunId, JSON.stringify(spec), nowMs);
    return { sweepId, experimentId, parentRunId };
  });
}
