import { SweepError } from "../../base/index.js";
import { type NumberOptions, readOptions } from "../options.js";
import type { Pruner } from "./pruner.js";
import { judgeRungs } from "./successive-halving.js";

export interface HyperbandOptions {
  /** The step of the lowest rung, 1 or more. Default 1. */
  readonly minResource?: number | undefined;
  /** The step at which a training is over; required. */
  readonly maxResource: number;
  /** One in so many trials goes on from a rung; 2 or more. Default 3. */
  readonly reductionFactor?: number | undefined;
  /** A trial is pruned at a rung that not more than this many others have come to. Default 0. */
  readonly bootstrapCount?: number | undefined;
}

export const hyperbandOptions = {
  minResource: { about: "step of the lowest rung", default: 1, min: 1, max: Infinity, integer: true },
  maxResource: { about: "step at which a training is over", default: null, min: 1, max: Infinity, integer: true },
  reductionFactor: { about: "one in so many goes on", default: 3, min: 2, max: Infinity, integer: true },
  bootstrapCount: { about: "trials a rung must have", default: 0, min: 0, max: Infinity, integer: true },
} as const satisfies NumberOptions;

/** How far the brackets are from each other in the sequence of trials: multiples of it, modulo 1, are spread evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Hyperband: successive halving in several brackets, which differ in how early they begin to prune. It hedges against
 * curves that cross: the last bracket prunes next to nothing. A trial's bracket follows from its number alone, so that a
 * resumed search has the same ones, and every stretch of trials has all brackets in the right proportion.
 *
 * @throws SweepError `bad-argument` naming the option, its value and what it may be
 * @see L. Li et al. 2018, "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 18, algorithm 1.
 *   Brackets are asynchronous, as in Optuna's HyperbandPruner, whose defaults these are; there the bracket is a hash of the
 *   study's name and the number, and the maximum may be guessed
 */
export function hyperband(options: HyperbandOptions): Pruner {
  const settings = readOptions("hyperband", hyperbandOptions, options);
  const problem = hyperbandProblem(settings);
  if (problem !== null) throw new SweepError("bad-argument", `hyperband: ${problem}`);
  const { minResource, maxResource, reductionFactor, bootstrapCount } = settings;
  const shares = bracketShares(maxResource / minResource, reductionFactor);
  return {
    name: "hyperband",
    judge: ({ number, curve, peers }) => {
      const bracket = bracketOf(number, shares);
      const rungs = { minResource, reductionFactor, bootstrapCount, minEarlyStoppingRate: bracket };
      const own = peers.filter((peer) => bracketOf(peer.number, shares) === bracket);
      const reason = judgeRungs({ number, curve, peers: own }, rungs);
      return reason === null ? null : `${reason} of bracket ${bracket}`;
    },
  };
}

/** The rule between the resources that is broken; `null` when none is. */
export function hyperbandProblem({ minResource = 1, maxResource }: HyperbandOptions): string | null {
  return maxResource < minResource ? `the largest resource ${maxResource} is below the smallest, ${minResource}` : null;
}

/** Trials of each bracket in proportion, the one that prunes earliest first. */
function bracketShares(range: number, factor: number): readonly number[] {
  // The slack keeps log(243) / log(3) = 4.999999999999999 from losing a bracket.
  const brackets = Math.floor(Math.log(range) / Math.log(factor) + 1e-9) + 1;
  return Array.from({ length: brackets }, (_, bracket) => {
    const left = brackets - 1 - bracket;
    return Math.ceil((brackets * factor ** left) / (left + 1));
  });
}

function bracketOf(number: number, shares: readonly number[]): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let place = ((number * GOLDEN) % 1) * total;
  for (const [bracket, share] of shares.entries()) {
    place -= share;
    if (place < 0) return bracket;
  }
  return shares.length - 1;
}
