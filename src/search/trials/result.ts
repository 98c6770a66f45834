import { SweepError } from "../../base/index.js";
import { STATUS_FAIL, STATUS_OK } from "./status.js";

/** How a trial ended: with a loss, or without one because it failed. */
export type TrialResult =
  | { readonly loss: number; readonly status?: typeof STATUS_OK }
  | { readonly status: typeof STATUS_FAIL };

/**
 * The loss of a result; `null` when the trial failed.
 *
 * @throws SweepError `bad-argument` when it is neither
 */
export function readResult(result: unknown, number: number): number | null {
  const { loss, status } = (typeof result === "object" && result !== null ? result : {}) as Record<string, unknown>;
  if (status === STATUS_FAIL) return null;
  if (status === undefined || status === STATUS_OK) return checkLoss(loss, `trial ${number}`);
  throw new SweepError(
    "bad-argument",
    `trial ${number}: status must be "${STATUS_OK}" or "${STATUS_FAIL}", got ${JSON.stringify(status)}`,
  );
}

/** NaN and the infinities are losses; a missing one or a string is not. */
export function checkLoss(loss: unknown, subject: string): number {
  if (typeof loss === "number") return loss;
  const got = loss === undefined ? "nothing" : JSON.stringify(loss);
  throw new SweepError("bad-argument", `${subject}: loss must be a number, got ${got}`);
}
