import type { Issue, Json, JsonObject } from "../../base/index.js";
import { nearestName } from "../nearest-name.js";
import { cast } from "./evaluate.js";
import { isObject } from "./is-object.js";
import type { ChoiceNode, Node, NumberNode } from "./nodes.js";

/** The drawn values that give a point, as far as there are any, and what of it does not fit the space. */
export interface Match {
  readonly values: Record<string, number>;
  readonly issues: Issue[];
}

// Steps written in decimal differ from k * q by rounding errors; this share of the value is taken for one.
const ROUNDING = 1e-12;

/**
 * Finds the drawn values whose params are `params`: the inverse of `evaluate`. Constants may be left out, except inside
 * options, which they tell apart.
 */
export function matchParams(root: Node, params: unknown): Match {
  return match(root, params, { path: "", insideOption: false });
}

interface Place {
  readonly path: string;
  readonly insideOption: boolean;
}

function match(node: Node, value: unknown, place: Place): Match {
  switch (node.kind) {
    case "constant":
      if (value === node.value || (value === undefined && !place.insideOption)) return fits();
      return misfit(place, `expected ${JSON.stringify(node.value)}, got ${shown(value)}`);
    case "object":
      return matchObject(node.entries, value, place);
    case "list":
      return matchList(node.items, value, place);
    case "number":
      return matchNumber(node, value, place);
    case "choice":
      return matchChoice(node, value, place);
  }
}

function matchObject(entries: readonly (readonly [string, Node])[], value: unknown, place: Place): Match {
  if (value === undefined && !place.insideOption) return matchObject(entries, {}, place);
  if (!isObject(value)) return misfit(place, `expected an object, got ${shown(value)}`);
  const keys = entries.map(([key]) => key);
  const parts = entries.map(([key, child]) => match(child, value[key], inside(place, key)));
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    const near = nearestName(key, keys);
    const hint = near === null ? "" : `; did you mean "${near}"?`;
    parts.push(misfit(inside(place, key), `the space has no such parameter${hint}`));
  }
  return merge(parts, place);
}

function matchList(items: readonly Node[], value: unknown, place: Place): Match {
  const list = value === undefined && !place.insideOption ? new Array<undefined>(items.length).fill(undefined) : value;
  if (!Array.isArray(list) || list.length !== items.length) {
    return misfit(place, `expected an array of ${items.length}, got ${shown(value)}`);
  }
  return merge(
    items.map((item, index) => match(item, list[index], inside(place, index))),
    place,
  );
}

function matchNumber(node: NumberNode, value: unknown, place: Place): Match {
  const { distribution, label } = node;
  const expected = node.cast === "int" ? `${distribution.expected}, cut to an integer` : distribution.expected;
  if (typeof value !== "number") return misfit(place, `expected ${expected}, got ${shown(value)}`);
  // Of all values that are cut to an integer, the nearest to it or to the next half is one, if there is any.
  const candidates = node.cast === "int" ? [value, value + (value < 0 ? -0.5 : 0.5)] : [value];
  for (const candidate of candidates) {
    const near = distribution.nearest(candidate);
    if (Math.abs(cast(near, node.cast) - value) <= ROUNDING * Math.abs(value))
      return { values: { [label]: near }, issues: [] };
  }
  return misfit(place, `expected ${expected}, got ${value}`);
}

function matchChoice(node: ChoiceNode, value: unknown, place: Place): Match {
  let closest: Match | null = null;
  for (const [number, option] of node.options.entries()) {
    const attempt = matchOption(node, option, { value, place });
    if (attempt.issues.length === 0) return merge([{ values: { [node.label]: number }, issues: [] }, attempt], place);
    if (closest === null || attempt.issues.length < closest.issues.length) closest = attempt;
  }
  const constants = node.options.flatMap((option) =>
    option.kind === "constant" ? [JSON.stringify(option.value)] : [],
  );
  if (constants.length < node.options.length && isObject(value) && closest !== null) return closest;
  return misfit(
    place,
    `expected ${constants.length > 0 ? `one of ${constants.join(", ")}` : "one of the options"}, got ${shown(value)}`,
  );
}

function matchOption(node: ChoiceNode, option: Node, { value, place }: { value: unknown; place: Place }): Match {
  const inner = { path: place.path, insideOption: true };
  if (node.cast === "int" && option.kind === "constant" && typeof option.value === "number") {
    return match({ ...option, value: cast(option.value, "int") }, value, inner);
  }
  if (node.cast === "int" && option.kind !== "constant") return match({ ...option, cast: "int" } as Node, value, inner);
  return match(option, value, inner);
}

/** Joins the parts of one object; a shared parameter must have the same value everywhere. */
function merge(parts: readonly Match[], place: Place): Match {
  const whole: Match = fits();
  for (const part of parts) {
    whole.issues.push(...part.issues);
    for (const [label, value] of Object.entries(part.values)) {
      const known = whole.values[label];
      if (known !== undefined && known !== value) {
        const message = `the shared parameter "${label}" has two values, ${known} and ${value}`;
        whole.issues.push({ path: place.path, message });
      }
      whole.values[label] = value;
    }
  }
  return whole;
}

const fits = (): Match => ({ values: {}, issues: [] });

const misfit = (place: Place, message: string): Match => ({ values: {}, issues: [{ path: place.path, message }] });

function inside(place: Place, key: string | number): Place {
  return { ...place, path: place.path === "" ? String(key) : `${place.path}.${key}` };
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value as Json | JsonObject) ?? String(value));
}
