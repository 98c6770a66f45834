import { signedRankTest } from "../numerics/signed-rank-test.js";
import { type NumberOptions, readOptions } from "../options.js";
import { completePeers, lossAt } from "./curve.js";
import type { Curve, Peer, Pruner, PruningContext } from "./pruner.js";

export interface WilcoxonOptions {
  /** Prunes when the probability of so bad a curve by chance is below this, in [0, 1]. Default 0.1. */
  readonly pThreshold?: number | undefined;
  /** Points in common with the best trial before anything is pruned; never fewer than 2. Default 2. */
  readonly startupSteps?: number | undefined;
}

export const wilcoxonOptions = {
  pThreshold: { about: "prunes below this probability", default: 0.1, min: 0, max: 1, integer: false },
  startupSteps: { about: "points before anything is pruned", default: 2, min: 0, max: Infinity, integer: true },
} as const satisfies NumberOptions;

/**
 * For objectives that are an average over folds, seeds or problem instances, each reported as a step: prunes a trial that
 * a Wilcoxon signed-rank test finds worse than the best trial on the steps they have in common. Steps need not come in the
 * same order in every trial. Curves with values that are not finite are not judged.
 *
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see F. Wilcoxon 1945, "Individual Comparisons by Ranking Methods"; semantics and defaults are those of Optuna's
 *   WilcoxonPruner. The test is exact up to 50 steps, ties included
 */
export function wilcoxon(options: WilcoxonOptions = {}): Pruner {
  const { pThreshold, startupSteps } = readOptions("wilcoxon", wilcoxonOptions, options);
  return { name: "wilcoxon", judge: (context) => judge(context, pThreshold, startupSteps) };
}

function judge(context: PruningContext, pThreshold: number, startupSteps: number): string | null {
  const best = bestOf(completePeers(context));
  const { curve } = context;
  if (best === null || !isFiniteCurve(curve) || !isFiniteCurve(best.curve)) return null;
  const differences = curve.flatMap(({ step, loss }) => {
    const other = lossAt(best.curve, step);
    return other === undefined ? [] : [loss - other];
  });
  if (differences.length < Math.max(2, startupSteps)) return null;
  const p = signedRankTest(differences);
  // The test looks at common steps only; where the whole average is no worse, it is not to be trusted.
  if (!(p < pThreshold) || meanLoss(best.curve) >= meanLoss(curve)) return null;
  return `it is worse than trial ${best.number} on ${differences.length} common steps, p = ${p.toPrecision(2)}`;
}

function bestOf(complete: readonly Peer[]): Peer | null {
  let best: Peer | null = null;
  for (const peer of complete) {
    if (peer.loss !== null && !Number.isNaN(peer.loss) && (best === null || peer.loss < (best.loss ?? Infinity)))
      best = peer;
  }
  return best;
}

function isFiniteCurve(curve: Curve): boolean {
  return curve.length > 0 && curve.every(({ loss }) => Number.isFinite(loss));
}

function meanLoss(curve: Curve): number {
  return curve.reduce((sum, { loss }) => sum + loss, 0) / curve.length;
}
