import type { Values } from "../../spaces/nodes.js";
import { countPoints, listPoints } from "../../spaces/points.js";
import type { Space } from "../../spaces/space.js";
import type { History } from "../sampler.js";
import type { GridAxis } from "./grid-axis.js";

/**
 * The way through the points of a grid for one history. It remembers only what follows from that history: which points
 * were tried, and up to where all were, so that a step costs O(parameters) on average.
 */
export class GridWalk {
  readonly #space: Space<unknown>;
  readonly #size: number;
  readonly #axes: readonly GridAxis[];
  readonly #points: Iterator<Values, void>;
  readonly #tried = new Set<string>();
  #head: Values | undefined;
  /** Observations whose points are in `#tried`. */
  #seen = 0;
  /** Points of the grid that were tried. */
  #visited = 0;

  constructor(space: Space<unknown>, axes: readonly GridAxis[]) {
    this.#space = space;
    this.#size = countPoints(space.parameters, axes);
    this.#axes = axes;
    this.#points = listPoints(space.parameters, axes);
    this.#head = this.#step();
  }

  /** The first point that was not tried; `null` when all were. */
  next(history: History): Values | null {
    this.#catchUp(history);
    while (this.#head !== undefined && this.#tried.has(this.#space.keyOf(this.#head))) this.#head = this.#step();
    return this.#head ?? null;
  }

  remaining(history: History): number {
    this.#catchUp(history);
    return this.#size - this.#visited;
  }

  #step(): Values | undefined {
    const next = this.#points.next();
    return next.done === true ? undefined : next.value;
  }

  #catchUp({ observations }: History): void {
    for (; this.#seen < observations.length; this.#seen++) {
      const values = observations[this.#seen]?.values ?? {};
      const key = this.#space.keyOf(values);
      if (this.#tried.has(key)) continue;
      this.#tried.add(key);
      if (this.#isOnGrid(values)) this.#visited += 1;
    }
  }

  #isOnGrid(values: Values): boolean {
    return this.#space.labels.every((label, index) => {
      const value = values[label];
      return value === undefined || this.#axes[index]?.has(value) === true;
    });
  }
}
