import type { ModelVersionStatus } from "../store/schema.js";

/** One numbered version of a registered model. */
export interface ModelVersion {
  /** The registered model's name. */
  readonly name: string;
  /** Counts from 1 within its model; a deleted version's number does not come again. */
  readonly version: number;
  /** Where the model's files are: a path or URI. */
  readonly source: string;
  /** The run that made it; `null` when it came from elsewhere. */
  readonly runId: string | null;
  readonly status: ModelVersionStatus;
  /** `None`, `Staging`, `Production` or `Archived`. */
  readonly stage: string;
  readonly description: string;
  readonly creationTimeMs: number;
  readonly lastUpdatedTimeMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** In alphabetical order. */
  readonly aliases: readonly string[];
}

export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly creationTimeMs: number;
  readonly lastUpdatedTimeMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Alias to the version it stands for. */
  readonly aliases: Readonly<Record<string, number>>;
  /** The highest numbered one that is not deleted; `null` when there is none. */
  readonly latestVersion: ModelVersion | null;
}
