import type { Distribution } from "../distributions/distribution.js";

/** One parameter's values in the trials, on a grid of cells. */
export interface CellColumn {
  readonly label: string;
  /** How many cells the grid has. */
  readonly size: number;
  /** Whether near cells are alike; options of a choice are not. */
  readonly ordered: boolean;
  /** The cell of each trial's value; -1 where the parameter was inactive. */
  readonly cells: Int32Array;
}

const MOST_CELLS = 50;
/** Halfway between two cells a value belongs to the lower one, also when rounding errors carry it a little further. */
const HALF = 0.5 + 1e-9;
/** A parameter with no more whole numbers than this is taken for a choice, where its distribution is not known. */
const MOST_OPTIONS = 12;

/** @param values of the parameter in each trial, `undefined` where inactive */
export function cellsOf(
  label: string,
  distribution: Distribution,
  values: readonly (number | undefined)[],
): CellColumn {
  const { shape, count } = distribution;
  if (shape === "unordered") return column(label, values, { size: lastOption(distribution) + 1, ordered: false });
  if (count > MOST_CELLS) {
    return column(label, values.map(placed(endToEnd(distribution), MOST_CELLS)), { size: MOST_CELLS, ordered: true });
  }
  // Values of a finite distribution are evenly spaced: each has a cell of its own.
  const first = distribution.valueAt(0);
  const step = distribution.valueAt(1) - first;
  const position = (value: number) => (count === 1 ? 0 : Math.round((value - first) / step));
  const cells = values.map((value) => (value === undefined ? undefined : position(value)));
  return column(label, cells, { size: count, ordered: true });
}

/** For a parameter of which nothing but values is known: few whole numbers are options, others are placed by rank. */
export function cellsOfValues(label: string, values: readonly (number | undefined)[]): CellColumn {
  const distinct = [...new Set(values.filter((value) => value !== undefined))].sort((a, b) => a - b);
  if (distinct.length <= MOST_OPTIONS && distinct.every(Number.isInteger)) {
    const cells = values.map((value) => (value === undefined ? undefined : distinct.indexOf(value)));
    return column(label, cells, { size: distinct.length, ordered: false });
  }
  const rank = new Map(distinct.map((value, index) => [value, index / (distinct.length - 1)]));
  const size = Math.min(MOST_CELLS, distinct.length);
  return column(label, values.map(placed((value) => rank.get(value) ?? 0, size)), { size, ordered: true });
}

/** Puts a coordinate in [0, 1] into one of the cells, whose centres are evenly spaced from 0 to 1. */
function placed(
  coordinate: (value: number) => number,
  size: number,
): (value: number | undefined) => number | undefined {
  return (value) => (value === undefined ? undefined : Math.ceil(coordinate(value) * (size - 1) - HALF));
}

function column(
  label: string,
  cells: readonly (number | undefined)[],
  grid: { size: number; ordered: boolean },
): CellColumn {
  const inside = (cell: number | undefined) => (cell === undefined ? -1 : Math.min(grid.size - 1, Math.max(0, cell)));
  return { label, ...grid, cells: Int32Array.from(cells, inside) };
}

/** Coordinates, of a finite distribution stretched so that its lowest value is at 0 and its highest at 1. */
function endToEnd({ count, coordinate, valueAt }: Distribution): (value: number) => number {
  if (!Number.isFinite(count)) return coordinate;
  const [low, high] = [coordinate(valueAt(0)), coordinate(valueAt(count - 1))];
  return (value) => (coordinate(value) - low) / (high - low);
}

/** The highest option number that can be drawn. */
function lastOption({ count, valueAt }: Distribution): number {
  return valueAt(count - 1);
}
