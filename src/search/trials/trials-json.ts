import { type JsonObject, SweepError } from "../../base/index.js";
import { isObject } from "../spaces/is-object.js";
import type { Values } from "../spaces/nodes.js";

/** One trial without its loss, which JSON cannot always hold. */
interface TrialWithoutLoss {
  readonly number: number;
  readonly params: JsonObject;
  readonly values: Values;
  readonly result: JsonObject;
}

type Trial = TrialWithoutLoss & { readonly loss: number | null };

interface Content {
  /** `null`: no search has used the trials yet. */
  readonly labels: readonly string[] | null;
  readonly trials: readonly Trial[];
}

/** Saved trials: trials in the order told; a loss that is not finite as `NaN`, `Infinity` or `-Infinity`. */
export interface StoredTrials {
  readonly format: "hypersweep-trials-1";
  readonly labels: readonly string[] | null;
  readonly trials: readonly (TrialWithoutLoss & { readonly loss: number | string | null })[];
}

const FORMAT = "hypersweep-trials-1";
const NOT_FINITE: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Infinity, "-Infinity": -Infinity };

export function writeTrials({ labels, trials }: Content): StoredTrials {
  const stored = trials.map((trial) => {
    const { number, params, values, result, loss } = trial;
    return { number, params, values, result, loss: loss === null || Number.isFinite(loss) ? loss : String(loss) };
  });
  return { format: FORMAT, labels, trials: stored };
}

/** @throws SweepError `bad-argument` for anything that `writeTrials` did not make */
export function readTrials(raw: unknown): Content {
  if (!isObject(raw) || raw.format !== FORMAT || !Array.isArray(raw.trials)) {
    throw new SweepError("bad-argument", `saved trials are a JSON object with format "${FORMAT}" and a list of trials`);
  }
  const labels = raw.labels;
  if (labels !== null && !isListOfNames(labels)) {
    throw new SweepError("bad-argument", "saved trials: labels must be a list of names or null");
  }
  const trials = raw.trials.map((trial: unknown, index) => readTrial(trial, index));
  const numbers = new Set(trials.map((trial) => trial.number));
  if (numbers.size < trials.length) throw new SweepError("bad-argument", "saved trials: a trial number occurs twice");
  return { labels, trials };
}

function readTrial(raw: unknown, index: number): Trial {
  const { number, params, values, result, loss } = isObject(raw) ? raw : {};
  const wrong = Object.entries({
    number: Number.isSafeInteger(number) && (number as number) >= 0,
    params: isObject(params),
    values: isObject(values) && Object.values(values).every(Number.isFinite),
    result: isObject(result),
    loss: loss === null || Number.isFinite(loss) || (typeof loss === "string" && Object.hasOwn(NOT_FINITE, loss)),
  }).find(([, valid]) => !valid);
  if (wrong !== undefined) {
    const got = JSON.stringify(isObject(raw) ? raw[wrong[0]] : raw) ?? "nothing";
    throw new SweepError(
      "bad-argument",
      `saved trials: trial at position ${index} has no valid ${wrong[0]}, got ${got}`,
    );
  }
  // Each part was checked just above.
  const checked = { number, params, values, result } as TrialWithoutLoss;
  return { ...checked, loss: typeof loss === "string" ? (NOT_FINITE[loss] ?? null) : (loss as number | null) };
}

function isListOfNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((label) => typeof label === "string");
}
