/** A loss that a trial reported on its way, and the step of it: an epoch, a round, a fold. */
export interface CurvePoint {
  readonly step: number;
  /** Minimised; may be NaN or infinite. */
  readonly loss: number;
}

/** What a trial has reported so far, one point a step, in ascending order of steps. */
export type Curve = readonly CurvePoint[];

/** A trial other than the one that is judged. */
export interface Peer {
  /** In its study. */
  readonly number: number;
  readonly state: "running" | "complete" | "pruned" | "failed";
  readonly curve: Curve;
  /** Its result; `null` unless complete. */
  readonly loss: number | null;
}

/** A running trial that has just reported the last point of its curve. */
export interface PruningContext {
  readonly number: number;
  readonly curve: Curve;
  /** All other trials of the study that have begun. */
  readonly peers: readonly Peer[];
}

/**
 * Decides whether a running trial is worth going on with: a function of its curve and of those of its peers, with nothing
 * remembered in between. Curves are losses, so that lower is always better. One suite for all
 * (`test/contracts/pruner.ts`).
 */
export interface Pruner {
  /** As it is written in a space file. */
  readonly name: string;
  /** Why the trial should end now, in words; `null`: let it go on. Asked after every point. */
  judge(context: PruningContext): string | null;
}
