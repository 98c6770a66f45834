import { dot } from "./dot.js";

/** A smooth function of a vector. */
export interface Objective {
  /** Value at `x`; writes the gradient. May give NaN or Infinity where it is not defined. */
  evaluate(x: Float64Array, gradient: Float64Array): number;
}

export interface Box {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Steps that L-BFGS remembers. */
const MEMORY = 8;
const SUFFICIENT_DECREASE = 1e-4;

/**
 * Minimiser of smooth functions in a box: projected L-BFGS with backtracking. Coordinates held by their bound are left out
 * of the step. Owns its working memory, so that many small problems of one dimension cost no allocations.
 *
 * @see J. Nocedal, S. Wright 2006, "Numerical Optimization", algorithm 7.4; the projection as in D. Bertsekas 1982,
 *   "Projected Newton methods for optimization problems with simple constraints", without his modified inverse Hessian
 */
export class BoxMinimizer {
  readonly #dimension: number;
  readonly #steps: Float64Array[];
  readonly #changes: Float64Array[];
  readonly #curvatures = new Float64Array(MEMORY);
  readonly #factors = new Float64Array(MEMORY);
  readonly #direction: Float64Array;
  readonly #free: Uint8Array;
  #gradient: Float64Array;
  #nextGradient: Float64Array;
  readonly #next: Float64Array;
  #remembered = 0;

  constructor(dimension: number) {
    const vector = () => new Float64Array(dimension);
    this.#dimension = dimension;
    this.#steps = Array.from({ length: MEMORY }, vector);
    this.#changes = Array.from({ length: MEMORY }, vector);
    this.#direction = vector();
    this.#free = new Uint8Array(dimension);
    this.#gradient = vector();
    this.#nextGradient = vector();
    this.#next = vector();
  }

  /**
   * Moves `x`, which must lie in the box, to a local minimum or as far as the iterations go.
   *
   * @param options.tolerance ends when an iteration gains less than this
   * @returns the value at `x`
   */
  minimize(objective: Objective, x: Float64Array, options: Box & { iterations: number; tolerance: number }): number {
    this.#remembered = 0;
    let value = objective.evaluate(x, this.#gradient);
    for (let iteration = 0; iteration < options.iterations; iteration++) {
      if (!this.#findDirection(x, options)) break;
      const next = this.#search(objective, { x, value, box: options });
      if (next === null) {
        // What is remembered can spoil the direction: the steepest descent gets a chance before giving up.
        if (this.#remembered === 0) break;
        this.#remembered = 0;
        continue;
      }
      const gained = value - next;
      this.#remember(x);
      x.set(this.#next);
      value = next;
      if (gained < options.tolerance) break;
    }
    return value;
  }

  /** Writes the quasi-Newton step of the free coordinates; false when none of them can improve. */
  #findDirection(x: Float64Array, { lower, upper }: Box): boolean {
    let steepest = 0;
    for (let i = 0; i < this.#dimension; i++) {
      const slope = this.#gradient[i] as number;
      const held = slope > 0 ? (x[i] as number) <= (lower[i] as number) : (x[i] as number) >= (upper[i] as number);
      this.#free[i] = held ? 0 : 1;
      this.#direction[i] = held ? 0 : -slope;
      if (!held) steepest = Math.max(steepest, Math.abs(slope));
    }
    if (!(steepest > 1e-10)) return false;
    if (this.#remembered > 0) this.#applyMemory();
    else this.#shorten(Math.min(1, 0.25 / steepest));
    for (let i = 0; i < this.#dimension; i++) if (this.#free[i] === 0) this.#direction[i] = 0;
    return true;
  }

  #shorten(factor: number): void {
    for (let i = 0; i < this.#dimension; i++) this.#direction[i] = (this.#direction[i] as number) * factor;
  }

  /** The two loops of L-BFGS; slots form a ring, the newest before `#remembered % MEMORY`. */
  #applyMemory(): void {
    const direction = this.#direction;
    const size = this.#dimension;
    const oldest = Math.max(0, this.#remembered - MEMORY);
    for (let at = this.#remembered - 1; at >= oldest; at--) {
      const slot = at % MEMORY;
      const factor = dot(this.#steps[slot] as Float64Array, direction, size) / (this.#curvatures[slot] as number);
      this.#factors[slot] = factor;
      this.#add(this.#changes[slot] as Float64Array, -factor);
    }
    const newest = (this.#remembered - 1) % MEMORY;
    const change = this.#changes[newest] as Float64Array;
    this.#shorten((this.#curvatures[newest] as number) / dot(change, change, size));
    for (let at = oldest; at < this.#remembered; at++) {
      const slot = at % MEMORY;
      const overlap = dot(this.#changes[slot] as Float64Array, direction, size) / (this.#curvatures[slot] as number);
      this.#add(this.#steps[slot] as Float64Array, (this.#factors[slot] as number) - overlap);
    }
  }

  #add(vector: Float64Array, factor: number): void {
    for (let i = 0; i < this.#dimension; i++) {
      this.#direction[i] = (this.#direction[i] as number) + factor * (vector[i] as number);
    }
  }

  /** Backtracks along the projected direction; leaves the point found in `#next`, its gradient in `#nextGradient`. */
  #search(objective: Objective, from: { x: Float64Array; value: number; box: Box }): number | null {
    const { x, value, box } = from;
    for (let step = 1, attempt = 0; attempt < 12; attempt++, step *= attempt === 1 ? 0.5 : 0.3) {
      let expected = 0;
      for (let i = 0; i < this.#dimension; i++) {
        const target = (x[i] as number) + step * (this.#direction[i] as number);
        const inside = Math.min(box.upper[i] as number, Math.max(box.lower[i] as number, target));
        this.#next[i] = inside;
        expected += (this.#gradient[i] as number) * (inside - (x[i] as number));
      }
      const next = objective.evaluate(this.#next, this.#nextGradient);
      if (next <= value + SUFFICIENT_DECREASE * expected && next < Infinity) return next;
    }
    return null;
  }

  #remember(x: Float64Array): void {
    const slot = this.#remembered % MEMORY;
    const step = this.#steps[slot] as Float64Array;
    const change = this.#changes[slot] as Float64Array;
    for (let i = 0; i < this.#dimension; i++) {
      step[i] = (this.#next[i] as number) - (x[i] as number);
      change[i] = (this.#nextGradient[i] as number) - (this.#gradient[i] as number);
    }
    [this.#gradient, this.#nextGradient] = [this.#nextGradient, this.#gradient];
    const curvature = dot(step, change, this.#dimension);
    // Only positive curvature keeps the implied Hessian positive definite.
    if (!(curvature > 1e-12 * dot(change, change, this.#dimension))) return;
    this.#curvatures[slot] = curvature;
    this.#remembered++;
  }
}
