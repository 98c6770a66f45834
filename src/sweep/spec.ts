import type { Json } from "../base/index.js";
import type { Objective } from "../workers/index.js";

/** Trials at once, at most. */
export const PARALLEL_LIMIT = 1000;

/** A sweep as it is stored: everything that decides what it does, after file, flags and defaults were merged. */
export interface SweepSpec {
  readonly name: string;
  readonly experiment: string;
  readonly metric: Objective;
  readonly capture: readonly string[] | null;
  /** A sampler's name, or one key that is its name over its options, as in the space file. */
  readonly algo: Json;
  /** `null`: no limit by number. */
  readonly maxEvals: number | null;
  readonly parallel: number;
  /** 32-bit integer. */
  readonly seed: number;
  /** `null`: the objective is a function of the process that started it. */
  readonly command: readonly string[] | null;
  readonly cwd: string;
  /** Path of the model inside a trial's output folder. */
  readonly model: string | null;
  /** Name of the registered model; `null`: register nothing. */
  readonly register: string | null;
  /** Globs of data files, relative to `cwd`. */
  readonly data: readonly string[];
  readonly timeoutMs: number | null;
  readonly trialTimeoutMs: number | null;
  readonly idleTimeoutMs: number | null;
  /** Further attempts after one that failed. */
  readonly retries: number;
  /** Consecutive failed trials after which the sweep stops. */
  readonly maxFailures: number;
  /** In the metric's own unit; reached or better ends the sweep. */
  readonly lossThreshold: number | null;
  /** Trials without a new best after which the sweep ends. */
  readonly patience: number | null;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** The `space:` mapping as written; `null` when the space was built in code. */
  readonly space: Json;
}
