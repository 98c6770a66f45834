import { cellDensity } from "./cell-density.js";
import type { CellColumn } from "./cells.js";

/** The best tenth of the trials. */
const TOP_SHARE = 0.1;
/** Fewer trials than this with a parameter active say nothing about it. */
const FEWEST_ACTIVE = 2;

/**
 * How much each parameter decides whether a trial is among the best tenth: the Pearson divergence between the densities of
 * its values there and in all trials. What makes a conditional parameter active is put down to the choices above it: its
 * own divergence is among the trials where it is active, times α² / β, where α and β are the shares of such trials in the
 * best tenth and in all.
 *
 * @param losses of the trials, finite; lower is better
 * @returns one number a column, 0 or more, without unit
 * @see S. Watanabe, A. Bansal, F. Hutter 2023, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary
 *   Subspaces", IJCAI, theorem 1; for conditional parameters "Conditional PED-ANOVA", KDD 2026, arXiv 2601.20800,
 *   theorem 4.2
 */
export function pedAnova(columns: readonly CellColumn[], losses: readonly number[]): number[] {
  const all = losses.map((_, position) => position);
  const cutoff = [...losses].sort((a, b) => a - b)[Math.ceil(TOP_SHARE * losses.length) - 1] ?? Infinity;
  const top = all.filter((position) => (losses[position] ?? Infinity) <= cutoff);
  return columns.map((column) => {
    const active = (position: number) => (column.cells[position] ?? -1) >= 0;
    const [topActive, allActive] = [top.filter(active), all.filter(active)];
    if (column.size < 2 || topActive.length === 0 || allActive.length < FEWEST_ACTIVE) return 0;
    const [alpha, beta] = [topActive.length / top.length, allActive.length / all.length];
    const divergence = pearsonDivergence(cellDensity(column, topActive), cellDensity(column, allActive));
    return (alpha ** 2 / beta) * divergence;
  });
}

function pearsonDivergence(top: Float64Array, all: Float64Array): number {
  return all.reduce((sum, mass, cell) => sum + mass * ((top[cell] ?? 0) / mass - 1) ** 2, 0);
}
