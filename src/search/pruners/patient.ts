import { type NumberOptions, readOptions } from "../options.js";
import { lowestLoss, shown } from "./curve.js";
import type { Curve, Pruner } from "./pruner.js";

export interface PatientOptions {
  /** Points without improvement that are put up with. An integer, 0 or more; required. */
  readonly patience: number;
  /** A loss has to be lower than before by more than nothing; a worse one only counts from this much on. Default 0. */
  readonly minDelta?: number | undefined;
}

export const patientOptions = {
  patience: { about: "points without improvement to put up with", default: null, min: 0, max: Infinity, integer: true },
  minDelta: { about: "how much worse counts as worse", default: 0, min: 0, max: Infinity, integer: false },
} as const satisfies NumberOptions;

/**
 * Lets another pruner judge only when a trial has not improved for a while; alone it prunes then itself. A trial has not
 * improved when the lowest of its last `patience` + 1 losses is worse than the lowest before, by more than `minDelta`.
 * Semantics and defaults are those of Optuna's PatientPruner; the rule is early stopping's.
 *
 * @param wrapped `null`: every trial that does not improve is pruned
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see L. Prechelt 1998, "Early Stopping - But When?", in Neural Networks: Tricks of the Trade
 */
export function patient(wrapped: Pruner | null, options: PatientOptions): Pruner {
  const { patience, minDelta } = readOptions("patient", patientOptions, options);
  return {
    name: "patient",
    judge: (context) => {
      const stuck = reasonOf(context.curve, { patience, minDelta });
      return stuck === null || wrapped === null ? stuck : wrapped.judge(context);
    },
  };
}

function reasonOf(curve: Curve, { patience, minDelta }: { patience: number; minDelta: number }): string | null {
  if (curve.length <= patience + 1) return null;
  const before = lowestLoss(curve.slice(0, -patience - 1));
  const after = lowestLoss(curve.slice(-patience - 1));
  if (!(before + minDelta < after)) return null;
  return `its loss has not improved on ${shown(before)} in ${patience + 1} points: ${shown(after)} at best`;
}
