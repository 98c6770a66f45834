import { normalMass } from "../numerics/normal-mass.js";
import type { CellColumn } from "./cells.js";

const PRIOR_WEIGHT = 1;
/** 90 % of the narrowest kernel lie in one cell. */
const NARROWEST = 0.5 / 1.64;
/** Keeps a density that is divided by from being 0. */
const LEAST = 1e-12;

/**
 * Density of a parameter's values over the cells of its grid, estimated from some trials: a kernel for each cell that was
 * hit, weighted by the hits, and a wide one for the prior.
 *
 * @param members positions of the trials, at least one; all with the parameter active
 * @returns one mass a cell
 * @see S. Watanabe, A. Bansal, F. Hutter 2023, "PED-ANOVA", section 4; widths by D. W. Scott 1992, "Multivariate Density
 *   Estimation". Constants are those of Optuna's estimator
 */
export function cellDensity({ size, ordered, cells }: CellColumn, members: readonly number[]): Float64Array {
  const hits = new Float64Array(size);
  for (const member of members) hits[cells[member] ?? 0] = (hits[cells[member] ?? 0] ?? 0) + 1;
  const density = ordered ? orderedDensity(hits, members.length) : unorderedDensity(hits, members.length);
  return density.map((mass) => mass + LEAST);
}

/** Kernels on options: 1 on the option and the same share of every other, smaller the more options were hit. */
function unorderedDensity(hits: Float64Array, total: number): Float64Array {
  const kernels = hits.reduce((count, hit) => (hit > 0 ? count + 1 : count), 1);
  const share = PRIOR_WEIGHT / kernels;
  const whole = total + PRIOR_WEIGHT;
  return hits.map((hit) => (PRIOR_WEIGHT / hits.length + (total * share + hit) / (1 + hits.length * share)) / whole);
}

/** Normals around the cells that were hit, cut off at the ends of the grid, as mass over cells. */
function orderedDensity(hits: Float64Array, total: number): Float64Array {
  const density = new Float64Array(hits.length);
  const whole = total + PRIOR_WEIGHT;
  const width = Math.max(NARROWEST, scottWidth(hits, total));
  for (const [cell, hit] of hits.entries()) {
    if (hit > 0) addKernel(density, { mean: cell, width, weight: hit / whole });
  }
  addKernel(density, { mean: (hits.length - 1) / 2, width: hits.length, weight: PRIOR_WEIGHT / whole });
  return density;
}

function addKernel(
  density: Float64Array,
  { mean, width, weight }: { mean: number; width: number; weight: number },
): void {
  const end = density.length - 0.5;
  const inside = normalMass((-0.5 - mean) / width, (end - mean) / width);
  for (let cell = 0; cell < density.length; cell++) {
    const mass = normalMass((cell - 0.5 - mean) / width, (cell + 0.5 - mean) / width);
    density[cell] = (density[cell] ?? 0) + (weight * mass) / inside;
  }
}

/** Scott's rule, from the standard deviation or the distance of the quartiles, whichever is smaller. */
function scottWidth(hits: Float64Array, total: number): number {
  let sum = 0;
  for (const [cell, hit] of hits.entries()) sum += cell * hit;
  const mean = sum / total;
  let squares = 0;
  for (const [cell, hit] of hits.entries()) squares += hit * (cell - mean) ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, total - 1));
  const lower = cellWhere(hits, (below) => below >= Math.floor(total / 4));
  const upper = cellWhere(hits, (below) => below > Math.floor((total * 3) / 4));
  return 1.059 * Math.min((upper - lower) / 1.34, deviation) * total ** -0.2;
}

/** The first cell that was hit at which the hits so far satisfy `reached`; the last one that was hit if none does. */
function cellWhere(hits: Float64Array, reached: (hitsSoFar: number) => boolean): number {
  let below = 0;
  let last = 0;
  for (const [cell, hit] of hits.entries()) {
    if (hit === 0) continue;
    below += hit;
    last = cell;
    if (reached(below)) break;
  }
  return last;
}
