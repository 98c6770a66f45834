import { SweepError } from "../base/index.js";
import type { SweepStore } from "./open-store.js";
import type { SweepEvent, SweepSummary } from "./progress.js";

export interface RunSweepOptions {
  readonly sweepId: string;
  /** Takes the sweep from a live owner, which is fenced. */
  readonly takeover?: boolean;
  readonly onEvent?: (event: SweepEvent) => void;
}

/** A sweep that this process runs. */
export interface SweepRun {
  readonly sweepId: string;
  /**
   * Settles when the sweep has ended, was stopped or was interrupted (state `interrupted`, resumable).
   *
   * Rejects with `owned-elsewhere` (also when another process takes over on the way), `not-found`,
   * `command-not-startable`, `bad-space`, `store-unusable`.
   */
  readonly summary: Promise<SweepSummary>;
  /**
   * Ends this process's part and leaves the sweep resumable. `gentle` starts no further trial and lets running ones
   * finish; `now` also stops those, and a resume runs them again.
   */
  interrupt(how: "gentle" | "now"): void;
}

/**
 * Runs a command sweep in this process until it ends, from wherever it stands: new, paused, interrupted, or left by a
 * process that died. A sweep that has ended is answered with its summary and nothing runs. One that a live process holds
 * paused is told to go on, and followed to its end.
 */
export function runSweep(store: SweepStore, options: RunSweepOptions): SweepRun {
  throw new SweepError("internal", `not written yet ${store.home} ${options.sweepId}`);
}
