import type { Random } from "../../../base/index.js";
import { BoxMinimizer, type Objective } from "../../numerics/box-minimizer.js";
import { candidates } from "./candidates.js";
import type { Axis, Encoding } from "./encoding.js";
import type { Posterior } from "./posterior.js";

const STARTS = 5;
/** Starts differ by more than this on some axis. */
const APART = 0.03;
const ITERATIONS = 30;
const TOLERANCE = 1e-4;
const ROUNDS = 4;
/** An axis with at most this many values is searched value by value, one with more by its neighbours. */
const FEW = 16;
const NEIGHBOURS = [-8, -4, -2, -1, 1, 2, 4, 8];

interface Found {
  readonly point: Float64Array;
  score: number;
}

/**
 * Points at which much improvement is expected, best first: the best candidates, each moved uphill. Numbers climb along
 * the gradient, choices and small ranges by trying their values.
 */
export class Maximiser {
  readonly #encoding: Encoding;
  readonly #posterior: Posterior;
  readonly #minimizer: BoxMinimizer;
  readonly #row: Float64Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #objective: Objective;

  constructor(encoding: Encoding, posterior: Posterior) {
    const size = encoding.axes.length;
    this.#encoding = encoding;
    this.#posterior = posterior;
    this.#minimizer = new BoxMinimizer(size);
    this.#row = new Float64Array(size);
    this.#lower = new Float64Array(size);
    this.#upper = new Float64Array(size);
    this.#objective = { evaluate: (point, gradient) => this.#descend(point, gradient) };
  }

  find(good: readonly Float64Array[], random: Random): Float64Array[] {
    const all: Found[] = [];
    for (const point of candidates(this.#encoding, good, random))
      all.push({ point: point.slice(), score: this.#score(point) });
    all.sort((a, b) => b.score - a.score);
    const starts = distinct(all);
    const improved = starts.map((start) => this.#improve(start)).sort((a, b) => b.score - a.score);
    return [...improved, ...all].map(({ point }) => point);
  }

  #score(point: Float64Array): number {
    this.#encoding.fillRow(point, this.#row);
    return this.#posterior.logImprovement(this.#row);
  }

  #descend(point: Float64Array, gradient: Float64Array): number {
    this.#encoding.fillRow(point, this.#row);
    gradient.fill(0);
    const score = this.#posterior.differentiate(this.#row, gradient);
    for (let axis = 0; axis < gradient.length; axis++) gradient[axis] = -(gradient[axis] as number);
    return -score;
  }

  #improve(start: Found): Found {
    const found = { point: start.point.slice(), score: start.score };
    const hasFineSteps = this.#climb(found, true);
    if (hasFineSteps) this.#climb(found, false);
    for (let round = 0; round < ROUNDS; round++) {
      if (!this.#tryValues(found)) break;
      this.#climb(found, false);
    }
    return found;
  }

  /**
   * Moves active numbers along the gradient; steps of a fine grid too, and rounds them afterwards, when `withSteps`.
   *
   * @returns whether there are such steps
   */
  #climb(found: Found, withSteps: boolean): boolean {
    const { axes, active, ordered } = this.#encoding;
    const point = found.point.slice();
    this.#encoding.fillRow(point, this.#row);
    let movable = 0;
    let fine = 0;
    for (let axis = 0; axis < axes.length; axis++) {
      const isNumber = axis < ordered && active[axis] === 1;
      const isFine = isNumber && isFineStepped(axes[axis] as Axis);
      const moves = isNumber && (axes[axis]?.shape === "continuous" || (withSteps && isFine));
      this.#lower[axis] = moves ? 0 : (point[axis] as number);
      this.#upper[axis] = moves ? 1 : (point[axis] as number);
      if (moves) movable++;
      if (isFine) fine++;
    }
    if (movable > 0) {
      const box = { lower: this.#lower, upper: this.#upper };
      this.#minimizer.minimize(this.#objective, point, { ...box, iterations: ITERATIONS, tolerance: TOLERANCE });
      this.#encoding.round(point);
      this.#keepBetter(found, point);
    }
    return fine > 0;
  }

  /** Tries other values of choices and steps, axis by axis; whether one was better. */
  #tryValues(found: Found): boolean {
    const { axes } = this.#encoding;
    let improved = false;
    for (let axis = 0; axis < axes.length; axis++) {
      this.#encoding.fillRow(found.point, this.#row);
      if (this.#encoding.active[axis] === 0) continue;
      for (const level of levelsToTry(axes[axis] as Axis, found.point[axis] as number)) {
        const point = found.point.slice();
        point[axis] = level;
        if (this.#keepBetter(found, point)) improved = true;
      }
    }
    return improved;
  }

  #keepBetter(found: Found, point: Float64Array): boolean {
    const score = this.#score(point);
    if (!(score > found.score)) return false;
    found.point.set(point);
    found.score = score;
    return true;
  }
}

function isFineStepped({ shape, levels }: Axis): boolean {
  return shape === "stepped" && (levels === null || levels.length > FEW);
}

function levelsToTry({ levels, shape }: Axis, current: number): number[] {
  if (levels === null) return [];
  if (shape === "unordered" || levels.length <= FEW) return Array.from(levels).filter((level) => level !== current);
  const position = nearestPosition(levels, current);
  return NEIGHBOURS.flatMap((offset) => levels[position + offset] ?? []);
}

function nearestPosition(levels: Float64Array, current: number): number {
  let position = 0;
  while (position < levels.length - 1 && (levels[position] as number) < current) position++;
  return position;
}

function distinct(sorted: readonly Found[]): Found[] {
  const chosen: Found[] = [];
  for (const found of sorted) {
    if (chosen.length === STARTS) break;
    if (chosen.every((other) => areApart(other.point, found.point))) chosen.push(found);
  }
  return chosen;
}

function areApart(a: Float64Array, b: Float64Array): boolean {
  return a.some((coordinate, axis) => Math.abs(coordinate - (b[axis] as number)) > APART);
}
