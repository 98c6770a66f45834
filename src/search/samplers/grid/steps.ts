import { type Issue, SweepError } from "../../../base/index.js";
import { nearestName } from "../../nearest-name.js";
import { below } from "../../readers.js";
import type { SpaceParameter } from "../../spaces/nodes.js";
import type { Space } from "../../spaces/space.js";

/** How many values of each continuous parameter; or for each label its own number. */
export type Steps = number | Readonly<Record<string, number>>;

const MOST = 1_000_000;

/** What is wrong with the options of a grid, each with its path; empty when nothing is. */
export function gridProblems({ steps, ...unknown }: { readonly steps?: unknown }): Issue[] {
  return [
    ...Object.keys(unknown).map((name) => ({ path: name, message: "unknown option; known is steps" })),
    ...stepsProblems(steps).map(({ path, message }) => ({ path: below("steps", path), message })),
  ];
}

function stepsProblems(steps: unknown): Issue[] {
  if (steps === undefined) return [];
  const entries = typeof steps === "object" && steps !== null && !Array.isArray(steps) ? Object.entries(steps) : null;
  if (entries === null)
    return isCount(steps) ? [] : [{ path: "", message: expected(steps, " or a mapping of labels to such") }];
  return entries.flatMap(([path, count]) => (isCount(count) ? [] : [{ path, message: expected(count, "") }]));
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST;
}

function expected(got: unknown, more: string): string {
  return `must be an integer from 1 to ${MOST}${more}, got ${typeof got === "number" ? got : JSON.stringify(got)}`;
}

/**
 * The number of values of each parameter that is not to have all of them; `null` for those that are.
 *
 * @throws SweepError `bad-space` when a parameter without an end has none, or a label is not one that can have any
 */
export function stepsOf(space: Space<unknown>, steps: Steps | undefined): readonly (number | null)[] {
  if (typeof steps === "object") checkLabels(space, steps);
  const counts = space.parameters.map((parameter) => {
    if (typeof steps === "object") return steps[parameter.label] ?? null;
    return isEndless(parameter) ? (steps ?? null) : null;
  });
  const without = space.parameters.filter((parameter, index) => isEndless(parameter) && counts[index] === null);
  if (without.length === 0) return counts;
  const labels = without.map(({ label }) => label).join(", ");
  throw new SweepError(
    "bad-space",
    `grid needs steps for ${labels}: ${without.length === 1 ? "it has" : "they have"} no finite number of values; ` +
      "as in { grid: { steps: 5 } }, or steps: { label: 5 } for each its own",
  );
}

function isEndless({ distribution }: SpaceParameter): boolean {
  return !Number.isFinite(distribution.count);
}

function checkLabels({ parameters, labels }: Space<unknown>, steps: Readonly<Record<string, number>>): void {
  for (const label of Object.keys(steps)) {
    const parameter = parameters.find((each) => each.label === label);
    if (parameter === undefined) {
      const near = nearestName(label, labels);
      const hint = near === null ? `known are ${labels.join(", ")}` : `did you mean "${near}"?`;
      throw new SweepError("bad-space", `grid has steps for "${label}", which the space has not; ${hint}`);
    }
    if (parameter.distribution.shape === "unordered") {
      throw new SweepError("bad-space", `grid has steps for the choice "${label}": all of its options are tried`);
    }
  }
}
