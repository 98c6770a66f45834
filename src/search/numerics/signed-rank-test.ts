import { normalCdf } from "./normal-cdf.js";

// The exact distribution costs O(n³); beyond this the normal one is as good.
const EXACT_UP_TO = 50;

/**
 * Wilcoxon's signed-rank test of whether differences tend to be above zero: the probability of ranks as high as theirs if
 * either sign were as likely. Equal sizes share their mean rank, differences of zero count half to either side. Exact up to
 * 50 differences, ties included; beyond, the normal distribution, its variance corrected for ties.
 *
 * @param differences finite, at least one
 * @see F. Wilcoxon 1945, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1
 */
export function signedRankTest(differences: readonly number[]): number {
  const ranks = doubledRanks(differences.map(Math.abs));
  let above = 0;
  let split = 0;
  for (const [index, difference] of differences.entries()) {
    if (difference > 0) above += ranks[index] ?? 0;
    if (difference === 0) split += (ranks[index] ?? 0) / 2;
  }
  if (differences.length > EXACT_UP_TO) return normalTail(ranks, above + split);
  return exactTail(
    ranks.filter((_, index) => differences[index] !== 0),
    above,
  );
}

/** Twice the mean ranks, from 2, so that they are integers. */
function doubledRanks(sizes: readonly number[]): number[] {
  const order = sizes.map((_, index) => index).sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0));
  const ranks = new Array<number>(sizes.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && sizes[order[end] ?? 0] === sizes[order[start] ?? 0]) end += 1;
    for (let place = start; place < end; place++) ranks[order[place] ?? 0] = start + end + 1;
    start = end;
  }
  return ranks;
}

/** Share of all ways to choose signs whose positive ranks sum to `above` or more. */
function exactTail(ranks: readonly number[], above: number): number {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  // Probability of each sum, built up rank by rank.
  const share = new Float64Array(total + 1);
  share[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      share[sum] = 0.5 * (share[sum] ?? 0) + 0.5 * (sum >= rank ? (share[sum - rank] ?? 0) : 0);
    }
  }
  let tail = 0;
  for (let sum = above; sum <= total; sum++) tail += share[sum] ?? 0;
  return Math.min(1, tail);
}

function normalTail(ranks: readonly number[], above: number): number {
  let sum = 0;
  let squares = 0;
  for (const rank of ranks) {
    sum += rank;
    squares += rank * rank;
  }
  // A rank counts or not, either way with probability 1/2: variance rank² / 4.
  return normalCdf((sum / 2 - above) / Math.sqrt(squares / 4));
}
