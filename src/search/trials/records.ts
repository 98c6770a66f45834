import type { JsonObject } from "../../base/index.js";
import type { Values } from "../spaces/nodes.js";

/** A point to try. */
export interface StudyTrial<P = JsonObject> {
  /** From 0, in the order asked for. */
  readonly number: number;
  /** As the objective sees it. */
  readonly params: P;
  /** Label to drawn value, active parameters only. */
  readonly values: Values;
  /** How many results the study had been told when it proposed this. */
  readonly watermark: number;
}

/** A trial of a study and what is known of it. */
export interface StudyRecord<P = JsonObject> extends Omit<StudyTrial<P>, "watermark"> {
  readonly state: "pending" | "complete" | "failed";
  /** `null` unless complete; may be NaN or infinite. */
  readonly loss: number | null;
  /** Position among the results in the order told, from 1; `null` while pending. */
  readonly told: number | null;
}

/** A complete trial with a finite loss. */
export type BestRecord<P = JsonObject> = StudyRecord<P> & { readonly loss: number };

/** A trial of an earlier run of the same search. */
export interface RestoredTrial {
  readonly number: number;
  readonly params: JsonObject;
  readonly values: Values;
  /**
   * Position among the results in the order told, from 1. `null`: still open; or, when `failed`, given up without a
   * result (cancelled): its number stays used, and nothing is learned from it.
   */
  readonly told: number | null;
  readonly loss: number | null;
  readonly failed: boolean;
}
