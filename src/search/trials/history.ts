import type { History, Observation } from "../samplers/sampler.js";
import type { Values } from "../spaces/nodes.js";
import type { Space } from "../spaces/space.js";
import type { TrialEnd } from "./result.js";

/** The growing record behind the samplers' `History`. Adding and settling take constant time. */
export class TrialHistory implements History {
  readonly observations: Observation[] = [];
  readonly #space: Space<unknown>;
  readonly #tried = new Set<string>();
  #columns: Float64Array[] = [];
  /** How many observations the columns hold so far; they are only filled when a sampler asks for them. */
  #placed = 0;

  constructor(space: Space<unknown>) {
    this.#space = space;
  }

  /** Adds a point without a result, and answers its position. */
  append(values: Values): number {
    if (this.#space.isFinite) this.#tried.add(this.#space.keyOf(values));
    return this.observations.push({ values, state: "pending", loss: Number.NaN }) - 1;
  }

  /** Records how a trial ended. */
  settle(position: number, { state, loss }: TrialEnd): void {
    const observation = this.observations[position];
    if (observation === undefined) return;
    this.observations[position] = { values: observation.values, state, loss: loss ?? Number.NaN };
  }

  /** How many different points of a finite space have been proposed; 0 in other spaces. */
  get tried(): number {
    return this.#tried.size;
  }

  has(values: Values): boolean {
    return this.#tried.has(this.#space.keyOf(values));
  }

  coordinates(): readonly Float64Array[] {
    const { parameters } = this.#space;
    const capacity = this.#columns[0]?.length ?? 0;
    if (this.observations.length > capacity) this.#grow(Math.max(64, Math.ceil(1.25 * this.observations.length)));
    for (const [index, { label, distribution }] of parameters.entries()) {
      const column = this.#columns[index];
      if (column === undefined) continue;
      for (let position = this.#placed; position < this.observations.length; position++) {
        const value = this.observations[position]?.values[label];
        column[position] = value === undefined ? Number.NaN : distribution.coordinate(value);
      }
    }
    this.#placed = this.observations.length;
    return this.#columns;
  }

  #grow(capacity: number): void {
    this.#columns = this.#space.parameters.map((_, index) => {
      const column = new Float64Array(capacity);
      const old = this.#columns[index];
      if (old !== undefined) column.set(old);
      return column;
    });
  }
}
