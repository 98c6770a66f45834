import { type Json, type JsonObject, SweepError } from "../../base/index.js";

/** What an objective may return: the loss alone, or a result that says more. */
export type ObjectiveReturn = number | ObjectiveResult;

/** A result in hyperopt's form. All keys besides these two are kept with the trial, as JSON. */
export interface ObjectiveResult {
  /** Smaller is better. NaN and the infinities are legal and never best. Needed unless `status` is `fail`. */
  readonly loss?: number;
  /** `ok` (default): the loss counts. `fail`: this point has no loss, and the search steers away from it. */
  readonly status?: "ok" | "fail";
  readonly [extra: string]: Json | undefined;
}

/** A returned value, understood. */
export type Judgement =
  | { readonly kind: "ok"; readonly loss: number; readonly extra: JsonObject }
  | { readonly kind: "fail"; readonly extra: JsonObject };

const NOTHING: JsonObject = Object.freeze({});
const EXPECTED = "expected a number, or an object with a numeric `loss` (or `status: STATUS_FAIL`)";

/**
 * Understands what the objective of a trial returned.
 *
 * @throws SweepError `bad-objective`, naming the trial and what came
 */
export function judgeResult(returned: unknown, trialNumber: number): Judgement {
  if (typeof returned === "number") return { kind: "ok", loss: returned, extra: NOTHING };
  const refuse = (what: string): SweepError =>
    new SweepError("bad-objective", `The objective of trial ${trialNumber} returned ${what}; ${EXPECTED}.`);
  if (typeof returned !== "object" || returned === null || Array.isArray(returned)) throw refuse(describe(returned));
  const { loss, status = "ok", ...rest } = returned as { loss?: unknown; status?: unknown };
  const extra = toJson(rest, trialNumber);
  if (status === "fail") return { kind: "fail", extra };
  if (status !== "ok") throw refuse(`status ${describe(status)}, which is neither "ok" nor "fail"`);
  if (typeof loss !== "number") throw refuse(`an object whose loss is ${describe(loss)}`);
  return { kind: "ok", loss, extra };
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "string")
    return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" || typeof value === "function") return `a value of type ${typeof value}`;
  return `the ${typeof value} ${String(value)}`;
}

/** The value as `JSON.stringify` sees it: what is stored is what a later process will read. */
function toJson(extra: object, trialNumber: number): JsonObject {
  if (Object.keys(extra).length === 0) return NOTHING;
  try {
    return JSON.parse(JSON.stringify(extra)) as JsonObject;
  } catch (cause) {
    const message = `The result of trial ${trialNumber} holds something besides its loss that is not JSON: ${Object.keys(extra).join(", ")}.`;
    throw new SweepError("bad-objective", message, { cause });
  }
}
