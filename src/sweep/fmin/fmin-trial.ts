import type { Json } from "../../base/index.js";

/** The trial an objective is being called for: who it is, when to give up, and what it can record. */
export interface FminTrial {
  /** Position in the search, from 0. */
  readonly number: number;
  /** The tracking run that records this trial. */
  readonly runId: string;
  /** Aborts when the search no longer waits for this trial: it timed out or was interrupted. Its result is then ignored. */
  readonly signal: AbortSignal;
  /** Records the loss as it stands at `step` of a longer training, so that it becomes a curve. */
  report(value: number, step: number): void;
  /** Whether the search's pruner would end the trial now, as its curve stands; `throw new TrialPruned()` ends it. */
  shouldPrune(): boolean;
  /** Records a number besides the loss. NaN and the infinities are values. */
  logMetric(key: string, value: number, step?: number): void;
  /**
   * Records a setting that is not part of the space, as it is now.
   *
   * @throws SweepError `bad-argument` when JSON cannot hold it
   */
  logParam(key: string, value: Json): void;
  setTag(key: string, value: string): void;
  /**
   * Copies a file or folder into the run's artifacts, into `folder` there when given. Waiting for it is optional: the
   * trial does not end before its copies have, and fails if one does.
   */
  logArtifact(path: string, folder?: string): Promise<void>;
  /** Copies a file or folder as this trial's model: the best trial's becomes a version of the registered model. */
  logModel(path: string): Promise<void>;
}
