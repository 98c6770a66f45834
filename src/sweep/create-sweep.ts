import { newRunId, newSweepId } from "../base/index.js";
import { ensureExperiment, insertRun, type TrackingSchema } from "../tracking/index.js";
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
 * Stores a sweep that nobody runs yet, with its parent run. Its experiment is created when missing.
 *
 * @throws SweepError `conflict` when the experiment has been deleted
 */
export async function createSweep(store: SweepStore, spec: SweepSpec): Promise<CreatedSweep> {
  const { database, artifactRoot, clock } = store;
  const nowMs = clock.now();
  const kysely = database.as<TrackingSchema>().kysely;
  const { experimentId } = await ensureExperiment(kysely, { name: spec.experiment, artifactRoot, nowMs });
  const created = { sweepId: newSweepId(), experimentId, parentRunId: newRunId() };
  const { sweepId, parentRunId } = created;
  await database.write((connection) => {
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
  });
  return created;
}
