import type { Distribution } from "../distributions/distribution.js";
import { isActive, type SpaceParameter, type Values } from "./nodes.js";

/** The values that a parameter takes one after the other: all of its distribution, or some of them. */
export type Axis = Pick<Distribution, "count" | "valueAt">;

/** The points that have their coordinates on these axes, the last parameter's changing fastest. */
export function* listPoints(parameters: readonly SpaceParameter[], axes: readonly Axis[]): Generator<Values, void> {
  yield* pointsFrom({ parameters, axes }, 0, {});
}

interface Grid {
  readonly parameters: readonly SpaceParameter[];
  /** One for each parameter. */
  readonly axes: readonly Axis[];
}

function* pointsFrom(grid: Grid, index: number, chosen: Values): Generator<Values, void> {
  const { parameters, axes } = grid;
  const parameter = parameters[index];
  const axis = axes[index];
  if (parameter === undefined || axis === undefined) {
    yield chosen;
    return;
  }
  if (!isActive(parameter, chosen, parameters)) {
    yield* pointsFrom(grid, index + 1, chosen);
    return;
  }
  for (let position = 0; position < axis.count; position++) {
    yield* pointsFrom(grid, index + 1, { ...chosen, [parameter.label]: axis.valueAt(position) });
  }
}

/**
 * How many points `listPoints` would list, without listing them. Parameters that no condition links are counted apart, so
 * that the cost grows with the options of choices that others depend on, and not with the points.
 */
export function countPoints(parameters: readonly SpaceParameter[], axes: readonly Axis[]): number {
  const all = parameters.map((_, index) => index);
  return countOf({ parameters, axes }, all, {});
}

/** @param open parameters that are not decided yet, in ascending order; the choices in `chosen` are */
function countOf(grid: Grid, open: readonly number[], chosen: Values): number {
  return linkedGroups(grid.parameters, open).reduce((product, group) => product * countGroup(grid, group, chosen), 1);
}

function countGroup(grid: Grid, [first = -1, ...others]: readonly number[], chosen: Values): number {
  const parameter = grid.parameters[first];
  const axis = grid.axes[first];
  if (parameter === undefined || axis === undefined) return 1;
  if (!isActive(parameter, chosen, grid.parameters)) return countOf(grid, others, chosen);
  if (others.length === 0) return axis.count;
  let sum = 0;
  for (let position = 0; position < axis.count; position++) {
    sum += countOf(grid, others, { ...chosen, [parameter.label]: axis.valueAt(position) });
  }
  return sum;
}

/** Divides parameters so that none depends on a choice of another group. Each group is in ascending order. */
function linkedGroups(parameters: readonly SpaceParameter[], open: readonly number[]): readonly (readonly number[])[] {
  let groups: number[][] = [];
  for (const index of open) {
    const conditions = parameters[index]?.activeWhen ?? [];
    const isLinked = (group: readonly number[]) => conditions.some(({ parameter }) => group.includes(parameter));
    const joined = groups.filter(isLinked);
    groups = [...groups.filter((group) => !isLinked(group)), [...joined.flat(), index].sort((a, b) => a - b)];
  }
  return groups;
}
