import { type NumberOptions, readOptions } from "../options.js";
import { firstFrom, shown } from "./curve.js";
import type { Curve, Pruner, PruningContext } from "./pruner.js";

export interface SuccessiveHalvingOptions {
  /** The step of the first rung, 1 or more. Default 1. */
  readonly minResource?: number | undefined;
  /** One in so many trials goes on from a rung, and the next rung is at so many times the steps; 2 or more. Default 4. */
  readonly reductionFactor?: number | undefined;
  /** Leaves out so many of the lowest rungs. Default 0. */
  readonly minEarlyStoppingRate?: number | undefined;
  /** A trial is pruned at a rung that not more than this many others have come to. Default 0. */
  readonly bootstrapCount?: number | undefined;
}

export const successiveHalvingOptions = {
  minResource: { about: "step of the first rung", default: 1, min: 1, max: Infinity, integer: true },
  reductionFactor: { about: "one in so many goes on", default: 4, min: 2, max: Infinity, integer: true },
  minEarlyStoppingRate: { about: "lowest rungs left out", default: 0, min: 0, max: 100, integer: true },
  bootstrapCount: { about: "trials a rung must have", default: 0, min: 0, max: Infinity, integer: true },
} as const satisfies NumberOptions;

/** All options of `successiveHalving`, given. */
export type Rungs = { readonly [K in keyof typeof successiveHalvingOptions]: number };

/**
 * Asynchronous successive halving (ASHA): at rungs whose steps grow by a factor, only the best of all trials that have come
 * so far go on, one in as many as that factor. Nobody waits for anybody; while a rung has fewer trials than the factor, its
 * best one goes on. A NaN at a rung is pruned.
 *
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see L. Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning", algorithm 2; that trials are stopped and
 *   never paused, and the defaults, are Optuna's SuccessiveHalvingPruner, whose `min_resource` "auto" is not offered
 */
export function successiveHalving(options: SuccessiveHalvingOptions = {}): Pruner {
  const rungs = readOptions("successiveHalving", successiveHalvingOptions, options);
  return { name: "successive_halving", judge: (context) => judgeRungs(context, rungs) };
}

/** Judges all rungs that the last point of the curve is the first to reach. */
export function judgeRungs({ curve, peers }: PruningContext, rungs: Rungs): string | null {
  const last = curve.at(-1);
  if (last === undefined) return null;
  for (let rung = 0; stepOf(rung, rungs) <= last.step; rung++) {
    const step = stepOf(rung, rungs);
    if (firstFrom(curve, step) < curve.length - 1) continue;
    if (Number.isNaN(last.loss)) return `it reported NaN at step ${last.step}`;
    const others = peers.flatMap((peer) => lossAtRung(peer.curve, step) ?? []);
    const reason = judgeRung(last.loss, others, rungs);
    if (reason !== null) return `${reason} at the rung of step ${step}`;
  }
  return null;
}

function stepOf(rung: number, { minResource, reductionFactor, minEarlyStoppingRate }: Rungs): number {
  return minResource * reductionFactor ** (minEarlyStoppingRate + rung);
}

/** With what a trial came to a rung; `undefined` when it did not. */
function lossAtRung(curve: Curve, step: number): number | undefined {
  const loss = curve[firstFrom(curve, step)]?.loss;
  return Number.isNaN(loss) ? undefined : loss;
}

function judgeRung(loss: number, others: readonly number[], rungs: Rungs): string | null {
  const count = others.length + 1;
  if (count <= rungs.bootstrapCount) return `it is number ${count} of the first ${rungs.bootstrapCount}, which all end`;
  const places = Math.max(1, Math.floor(count / rungs.reductionFactor));
  const better = others.filter((other) => other < loss).length;
  if (better < places) return null;
  return `its loss ${shown(loss)} is number ${better + 1} of ${count}, of which ${places} go on`;
}
