import type { Issue } from "../../base/index.js";
import { type Draw, isParameter, PARAMETER } from "./definition.js";
import { isObject } from "./flatten.js";

/** One draw of a space and all the places it was met in. */
export interface FoundDraw {
  readonly draw: Draw;
  /** Dotted name at the first place: the default label. */
  readonly name: string;
  /** Path at the first place, options included: unique, unlike the name. */
  readonly path: string;
  /** Choices that lead to it. */
  readonly conditions: { readonly choice: Draw; readonly option: number }[];
  /** Whether one place is not below any choice. */
  always: boolean;
  /** Largest number of choices above it. */
  depth: number;
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly above: { readonly choice: Draw; readonly option: number } | null;
  readonly depth: number;
  /** Objects, arrays and options that contain this place: meeting one again means that the space is circular. */
  readonly ancestors: readonly object[];
}

const within = (place: Place, key: string | number): Place => ({
  ...place,
  name: place.name === "" ? String(key) : `${place.name}.${key}`,
  path: place.path === "" ? String(key) : `${place.path}.${key}`,
});

/** Finds every draw of a space definition, in the order of first appearance, and everything that cannot be in a space. */
export function findDraws(definition: unknown): { draws: readonly FoundDraw[]; issues: readonly Issue[] } {
  const found = new Map<Draw, FoundDraw>();
  const issues: Issue[] = [];

  const visit = (value: unknown, place: Place): void => {
    if (typeof value === "object" && value !== null && place.ancestors.includes(value)) {
      issues.push({ path: place.path, message: "the space contains itself" });
      return;
    }
    const ancestors = typeof value === "object" && value !== null ? [...place.ancestors, value] : place.ancestors;
    if (isParameter(value)) visitDraw(value[PARAMETER].draw, { ...place, ancestors });
    else if (Array.isArray(value))
      value.forEach((item, index) => {
        visit(item, { ...within(place, index), ancestors });
      });
    else if (isPlainObject(value)) visitEntries(value, { ...place, ancestors });
    else if (!isConstant(value))
      issues.push({ path: place.path, message: `${describe(value)} can not be part of a space` });
  };

  const visitEntries = (value: Readonly<Record<string, unknown>>, place: Place): void => {
    for (const [key, child] of Object.entries(value)) {
      const inner = within(place, key);
      if (key === "__proto__" || key === "") issues.push({ path: inner.path, message: `"${key}" can not be a name` });
      else visit(child, inner);
    }
  };

  const visitDraw = (draw: Draw, place: Place): void => {
    const { name, path, above, depth } = place;
    const entry = found.get(draw) ?? { draw, name, path, conditions: [], always: false, depth };
    found.set(draw, entry);
    entry.depth = Math.max(entry.depth, depth);
    if (above === null) entry.always = true;
    else entry.conditions.push(above);
    draw.options?.forEach((option, number) => {
      const inner = { ...within(place, number), name, depth: depth + 1, above: { choice: draw, option: number } };
      visit(option, inner);
    });
  };

  visit(definition, { name: "", path: "", above: null, depth: 0, ancestors: [] });
  return { draws: [...found.values()], issues };
}

function isConstant(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "boolean" || typeof value === "string";
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return `a ${value.constructor.name}`;
  return typeof value === "number" ? `the number ${value}` : `a value of type ${typeof value}`;
}
