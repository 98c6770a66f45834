import { SweepError } from "../../base/index.js";
import { STATUS_FAIL, STATUS_OK, STATUS_PRUNED } from "./status.js";

/** How a trial ended: with a loss; early, with the last loss it reported, if any; or without one because it failed. */
export type TrialResult =
  | { readonly loss: number; readonly status?: typeof STATUS_OK }
  | { readonly loss?: number | undefined; readonly status: typeof STATUS_PRUNED }
  | { readonly status: typeof STATUS_FAIL };

/** A result, understood. */
export interface TrialEnd {
  readonly state: "complete" | "pruned" | "failed";
  /** `null` when it failed, or was pruned before it reported anything. */
  readonly loss: number | null;
}

/** @throws SweepError `bad-argument` when it is no result */
export function readResult(result: unknown, number: number): TrialEnd {
  const { loss, status } = (typeof result === "object" && result !== null ? result : {}) as Record<string, unknown>;
  const subject = `trial ${number}`;
  if (status === STATUS_FAIL) return { state: "failed", loss: null };
  if (status === STATUS_PRUNED) return { state: "pruned", loss: loss === undefined ? null : checkLoss(loss, subject) };
  if (status === undefined || status === STATUS_OK) return { state: "complete", loss: checkLoss(loss, subject) };
  throw new SweepError(
    "bad-argument",
    `${subject}: status must be "${STATUS_OK}", "${STATUS_PRUNED}" or "${STATUS_FAIL}", got ${JSON.stringify(status)}`,
  );
}

/** NaN and the infinities are losses; a missing one or a string is not. */
export function checkLoss(loss: unknown, subject: string): number {
  if (typeof loss === "number") return loss;
  const got = loss === undefined ? "nothing" : JSON.stringify(loss);
  throw new SweepError("bad-argument", `${subject}: loss must be a number, got ${got}`);
}
