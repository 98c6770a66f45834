import type { Json, Parsed } from "../../base/index.js";
import type { Goal } from "../goal.js";
import { optionsReader, type Reader, readNamed } from "../readers.js";
import { hyperband } from "./hyperband.js";
import { patient } from "./patient.js";
import { median, medianOptions, percentile, percentileOptions } from "./percentile.js";
import type { Pruner } from "./pruner.js";
import { readHyperband, readPatient, readThreshold } from "./read-pruner.js";
import { successiveHalving, successiveHalvingOptions } from "./successive-halving.js";
import { threshold } from "./threshold.js";
import { wilcoxon, wilcoxonOptions } from "./wilcoxon.js";

/** Every pruner by its name in code: `pruners.median({ startup: 10 })`. */
export const pruners = { median, percentile, patient, threshold, successiveHalving, hyperband, wilcoxon } as const;

/** Every pruner by the name it has in a space file. */
function prunerReaders(goal: Goal): Readonly<Record<string, Reader<Pruner>>> {
  return {
    median: optionsReader(medianOptions, median),
    percentile: optionsReader(percentileOptions, percentile),
    patient: (written) => readPatient(written, (inner) => parsePruner(inner, goal)),
    threshold: (written) => readThreshold(written, goal),
    successive_halving: optionsReader(successiveHalvingOptions, successiveHalving),
    hyperband: readHyperband,
    wilcoxon: optionsReader(wilcoxonOptions, wilcoxon),
  };
}

export const prunerNames: readonly string[] = Object.keys(prunerReaders("minimize"));

/**
 * Reads the `pruner:` of a space file: a pruner's name, or one key that is its name over its options, as in
 * `{ median: { startup: 5, warmup_steps: 3 } }`. Paths of issues are relative to `pruner:`.
 *
 * @param goal of the metric whose losses the pruner will see; only bounds in the metric's own unit depend on it
 */
export function parsePruner(raw: Json, goal: Goal = "minimize"): Parsed<Pruner> {
  return readNamed(raw, "pruner", prunerReaders(goal));
}
