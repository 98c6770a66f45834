import type { Selectable } from "kysely";
import type { LifecycleStage, TrackingSchema } from "./schema.js";

export interface Experiment {
  /** A decimal number as a string, as MLflow's clients expect it. */
  readonly experimentId: string;
  readonly name: string;
  /** Folder or URI under which its runs' artifacts lie. */
  readonly artifactLocation: string;
  readonly lifecycleStage: LifecycleStage;
  readonly creationTimeMs: number;
  readonly lastUpdateTimeMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** The number behind an experiment id; `null` for text that can be no id. */
export function parseExperimentId(experimentId: string): number | null {
  return /^\d{1,15}$/.test(experimentId) ? Number(experimentId) : null;
}

export function toExperiment(
  row: Selectable<TrackingSchema["experiments"]>,
  tags: readonly { key: string; value: string }[],
): Experiment {
  return {
    experimentId: String(row.experiment_id),
    name: row.name,
    artifactLocation: row.artifact_location,
    lifecycleStage: row.lifecycle_stage,
    creationTimeMs: row.creation_time_ms,
    lastUpdateTimeMs: row.last_update_time_ms,
    tags: toRecord(tags),
  };
}

/** Safe for keys such as `__proto__`, which plain assignment is not. */
export function toRecord(entries: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}
