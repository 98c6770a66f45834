import type { Clock, SweepError } from "../../base/index.js";
import type { RestoredTrial, TrialResult } from "../../search/index.js";
import type { AttemptRef, Broker, Outcome } from "../../workers/index.js";
import type { SweepJob } from "../coordinator.js";
import type { SweepEvent } from "../progress.js";
import type { Finished, ProposedTrial, TrialRecord, TrialStore } from "../store/trial-store.js";
import type { SweepLimits } from "./tally.js";

/** What a controller needs of a study. */
export interface Search {
  ask(): ProposedTrial | null;
  tell(trialNumber: number, result: TrialResult): void;
  restore(trials: readonly RestoredTrial[]): void;
}

export interface ControllerOptions {
  readonly sweepId: string;
  /** Without trials yet: it is told of `records` by the controller. */
  readonly study: Search;
  readonly trials: TrialStore;
  readonly broker: Broker;
  readonly limits: SweepLimits;
  readonly job: SweepJob;
  /** Trials stored before, when the sweep goes on; none of them running. */
  readonly records?: readonly TrialRecord[];
  /** Results told before this many do not count towards failures, patience and threshold. */
  readonly limitsFrom?: number;
  /** Time already spent on the sweep by earlier processes; counts towards its timeout. */
  readonly activeMs?: number;
  /** Whether short trials may be proposed before a worker is free for them: see `mayAskAhead`. Default: no. */
  readonly askAhead?: boolean;
  readonly clock?: Clock;
  readonly onEvent?: (event: SweepEvent) => void;
  /** Told of every accepted end of an attempt, after it is stored. */
  readonly afterFinish?: (ref: AttemptRef, finished: Finished, outcome: Outcome) => Promise<void>;
  /** Told when what runs is to stop at once: for workers of this process, which then need not wait for a heartbeat. */
  readonly onHalt?: (reason: string) => void;
  /** Asked every few seconds for a reason to start nothing for now, such as a disk that runs full. */
  readonly holdReason?: () => Promise<string | null>;
}

/** How a controller's part in a sweep ended. */
export interface ControllerEnd {
  readonly state: "finished" | "failed" | "stopped" | "interrupted";
  readonly reason: string;
  /** Set when the sweep failed for something that is to be reported as an error. */
  readonly error?: SweepError;
}
