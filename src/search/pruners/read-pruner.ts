import type { Json, JsonObject, Parsed } from "../../base/index.js";
import type { Goal } from "../goal.js";
import { below, optionsReader, type Reader, refused } from "../readers.js";
import { isObject } from "../spaces/is-object.js";
import { type HyperbandOptions, hyperband, hyperbandOptions, hyperbandProblem } from "./hyperband.js";
import { type PatientOptions, patient, patientOptions } from "./patient.js";
import type { Pruner } from "./pruner.js";
import { type ThresholdOptions, threshold, thresholdOptions, thresholdProblem } from "./threshold.js";

/*
 * Pruners whose options are more than numbers that stand for themselves.
 */

/** Reads `{ patience: 5, pruner: median }`; without `pruner`, none is wrapped. */
export function readPatient(written: Json, readWrapped: Reader<Pruner>): Parsed<Pruner> {
  const { pruner = null, ...own } = isObject(written) ? (written as JsonObject) : {};
  const wrapped: Parsed<Pruner | null> = pruner === null ? { ok: true, value: null } : readWrapped(pruner);
  const options = optionsReader(patientOptions, (given) => given as PatientOptions)(isObject(written) ? own : written);
  const issues = [
    ...(options.ok ? [] : options.issues),
    ...(wrapped.ok ? [] : wrapped.issues.map((issue) => ({ ...issue, path: below("pruner", issue.path) }))),
  ];
  return options.ok && wrapped.ok ? { ok: true, value: patient(wrapped.value, options.value) } : { ok: false, issues };
}

export function readThreshold(written: Json, goal: Goal): Parsed<Pruner> {
  const options = optionsReader(thresholdOptions, (given) => given as ThresholdOptions)(written);
  if (!options.ok) return options;
  const problem = thresholdProblem(options.value);
  return problem === null ? { ok: true, value: threshold(options.value, goal) } : refused("", problem);
}

export function readHyperband(written: Json): Parsed<Pruner> {
  const options = optionsReader(hyperbandOptions, (given) => given as HyperbandOptions)(written);
  if (!options.ok) return options;
  const problem = hyperbandProblem(options.value);
  return problem === null ? { ok: true, value: hyperband(options.value) } : refused("", problem);
}
