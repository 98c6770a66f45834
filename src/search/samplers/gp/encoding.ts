import type { Distribution } from "../../distributions/distribution.js";
import { normalCdf } from "../../numerics/normal-cdf.js";
import { normalQuantile } from "../../numerics/normal-quantile.js";
import type { SpaceParameter, Values } from "../../spaces/nodes.js";
import type { Space } from "../../spaces/space.js";

/** One parameter as an axis of the model's space: [0, 1] for numbers, the option's number for a choice. */
export interface Axis {
  readonly shape: Distribution["shape"];
  /** Coordinates of all its values in ascending order; `null` when there are too many to try one by one. */
  readonly levels: Float64Array | null;
  toAxis(value: number): number;
  /** The value at a coordinate, rounded as the distribution rounds. */
  toValue(coordinate: number): number;
  /** The coordinate at a place in [0, 1] of the prior. */
  draw(place: number): number;
}

/** What stands at an axis whose parameter is inactive; a choice has no such option. */
const INACTIVE_NUMBER = 0.5;
const INACTIVE_OPTION = -1;
/** A normal distribution's axis reaches this many standard deviations to either side. */
const TAIL = 4;
/** An axis with more values than this is searched as if it had no steps. */
const LISTED = 256;
/** A step beyond the end of a cell that surely lies in the next one, as far as four standard deviations out. */
const NEXT_CELL = 1e-9;

/**
 * The space as the model sees it. A *point* has a coordinate for every axis, active or not, so that a choice can be changed
 * and what comes with it is already there. A *row* is a point rounded to values, with a fixed mark where inactive: what the
 * objective can tell apart, and nothing else.
 */
export class Encoding {
  /** Numbers first, then choices. */
  readonly axes: readonly Axis[];
  /** How many of the axes are numbers. */
  readonly ordered: number;
  readonly #parameters: readonly SpaceParameter[];
  /** For each parameter of the space, its axis. */
  readonly #axisOf: readonly number[];
  /** 1 for every axis that matters at the point last given to `fillRow`, else 0. */
  readonly active: Uint8Array;

  constructor(space: Space<unknown>) {
    const numbers = space.parameters.filter(({ distribution }) => distribution.shape !== "unordered");
    const choices = space.parameters.filter(({ distribution }) => distribution.shape === "unordered");
    const inOrder = [...numbers, ...choices];
    this.axes = inOrder.map(({ distribution }) => createAxis(distribution));
    this.ordered = numbers.length;
    this.#parameters = space.parameters;
    this.#axisOf = space.parameters.map((parameter) => inOrder.indexOf(parameter));
    this.active = new Uint8Array(inOrder.length);
  }

  /** The row of drawn values. */
  rowOf(values: Values): Float64Array {
    const row = new Float64Array(this.axes.length);
    for (const [index, { label }] of this.#parameters.entries()) {
      const axis = this.#axisOf[index] as number;
      const value = values[label];
      row[axis] = value === undefined ? this.#mark(axis) : (this.axes[axis] as Axis).toAxis(value);
    }
    return row;
  }

  /** Writes the row of a point whose coordinates are rounded, or shall count as they are. */
  fillRow(point: Float64Array, row: Float64Array): void {
    this.#findActive(point);
    for (let axis = 0; axis < point.length; axis++) {
      row[axis] = this.active[axis] === 1 ? (point[axis] as number) : this.#mark(axis);
    }
  }

  /** Replaces coordinates by those of the values that they stand for. */
  round(point: Float64Array): void {
    for (let axis = 0; axis < this.ordered; axis++) {
      const { shape, toAxis, toValue } = this.axes[axis] as Axis;
      if (shape === "stepped") point[axis] = toAxis(toValue(point[axis] as number));
    }
  }

  /** Writes the point at a place of the unit cube, which is uniform on the axes of numbers and the prior for choices. */
  fillPoint(cube: Float64Array, point: Float64Array): void {
    for (let axis = 0; axis < point.length; axis++) {
      const place = cube[axis] as number;
      point[axis] = axis < this.ordered ? place : (this.axes[axis] as Axis).draw(place);
    }
    this.round(point);
  }

  /** Writes a point of the prior: where a search starts. */
  fillPrior(cube: Float64Array, point: Float64Array): void {
    for (let axis = 0; axis < point.length; axis++) point[axis] = (this.axes[axis] as Axis).draw(cube[axis] as number);
  }

  /** The drawn values of a point. */
  valuesOf(point: Float64Array): Values {
    this.#findActive(point);
    const values: Record<string, number> = {};
    for (const [index, { label }] of this.#parameters.entries()) {
      const axis = this.#axisOf[index] as number;
      if (this.active[axis] === 1) values[label] = (this.axes[axis] as Axis).toValue(point[axis] as number);
    }
    return values;
  }

  #mark(axis: number): number {
    return axis < this.ordered ? INACTIVE_NUMBER : INACTIVE_OPTION;
  }

  /** Parameters come after the choices that they depend on. */
  #findActive(point: Float64Array): void {
    for (let index = 0; index < this.#parameters.length; index++) {
      const { activeWhen } = this.#parameters[index] as SpaceParameter;
      let active = activeWhen === null;
      for (const condition of activeWhen ?? []) {
        const axis = this.#axisOf[condition.parameter] as number;
        active ||= this.active[axis] === 1 && point[axis] === condition.option;
      }
      this.active[this.#axisOf[index] as number] = active ? 1 : 0;
    }
  }
}

function createAxis(distribution: Distribution): Axis {
  const { shape } = distribution;
  const scale = scaleOf(distribution);
  const levels = shape === "continuous" ? null : levelsOf(distribution, scale);
  return { shape, levels, draw: (place) => scale.toAxis(distribution.fromUnit(place)), ...scale };
}

function scaleOf(distribution: Distribution): AxisScale {
  if (distribution.shape === "unordered") return optionScale(distribution);
  return isUnbounded(distribution) ? bellScale(distribution) : evenScale(distribution);
}

type AxisScale = Pick<Axis, "toAxis" | "toValue">;

function optionScale(distribution: Distribution): AxisScale {
  return { toAxis: (value) => value, toValue: distribution.nearest };
}

function evenScale(distribution: Distribution): AxisScale {
  return { toAxis: distribution.coordinate, toValue: distribution.fromUnit };
}

/**
 * A distribution without an upper end is a normal one in its own scale. Its prior mass, the distribution's own coordinate,
 * would press all of its tails into the ends of the axis; here the axis is even in standard deviations.
 */
function bellScale(distribution: Distribution): AxisScale {
  const clamp = (coordinate: number) => Math.min(1, Math.max(0, coordinate));
  return {
    toAxis: (value) => clamp(0.5 + normalQuantile(distribution.coordinate(value)) / (2 * TAIL)),
    toValue: (coordinate) => distribution.fromUnit(normalCdf((coordinate - 0.5) * 2 * TAIL)),
  };
}

function isUnbounded(distribution: Distribution): boolean {
  return !(distribution.nearest(Number.MAX_VALUE) < Number.MAX_VALUE);
}

/** Values of a finite distribution, or of the part of an endless one that the axis shows. */
function levelsOf(distribution: Distribution, scale: AxisScale): Float64Array | null {
  const { count, shape, valueAt } = distribution;
  if (shape === "unordered" || count <= LISTED)
    return Float64Array.from({ length: count }, (_, position) => scale.toAxis(valueAt(position)));
  if (Number.isFinite(count)) return null;
  const levels: number[] = [];
  const last = scale.toValue(1);
  for (let value = scale.toValue(0); levels.length <= LISTED; ) {
    levels.push(scale.toAxis(value));
    if (value >= last) break;
    const [, end] = distribution.cell(value);
    value = distribution.fromUnit(Math.min(1, end + NEXT_CELL));
  }
  return levels.length > LISTED ? null : Float64Array.from(levels);
}
