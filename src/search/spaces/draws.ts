import type { Issue } from "../../base/index.js";
import { type Draw, isParameter, PARAMETER } from "./definition.js";
import { isObject } from "./is-object.js";

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
  const finder = new DrawFinder();
  finder.visit(definition, { name: "", path: "", above: null, depth: 0, ancestors: [] });
  return { draws: [...finder.found.values()], issues: finder.issues };
}

/** Collects draws and issues on its way through a definition. */
class DrawFinder {
  readonly found = new Map<Draw, FoundDraw>();
  readonly issues: Issue[] = [];

  visit(value: unknown, place: Place): void {
    if (typeof value !== "object" || value === null) {
      if (!isConstant(value)) this.#refuse(place, `${describe(value)} can not be part of a space`);
    } else if (place.ancestors.includes(value)) {
      this.#refuse(place, "the space contains itself");
    } else {
      this.#visitObject(value, { ...place, ancestors: [...place.ancestors, value] });
    }
  }

  #visitObject(value: object, place: Place): void {
    if (isParameter(value)) this.#visitDraw(value[PARAMETER].draw, place);
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) this.visit(item, within(place, index));
    else if (isPlainObject(value)) this.#visitEntries(value, place);
    else this.#refuse(place, `${describe(value)} can not be part of a space`);
  }

  #visitEntries(value: Readonly<Record<string, unknown>>, place: Place): void {
    for (const [key, child] of Object.entries(value)) {
      const inner = within(place, key);
      if (key === "__proto__" || key === "") this.#refuse(inner, `"${key}" can not be a name`);
      else this.visit(child, inner);
    }
  }

  #visitDraw(draw: Draw, place: Place): void {
    const { name, path, above, depth } = place;
    const entry = this.found.get(draw) ?? { draw, name, path, conditions: [], always: false, depth };
    this.found.set(draw, entry);
    entry.depth = Math.max(entry.depth, depth);
    if (above === null) entry.always = true;
    else entry.conditions.push(above);
    for (const [option, value] of (draw.options ?? []).entries()) {
      // What lies below an option is named after the choice's own place: the option leaves no trace in the params.
      this.visit(value, { ...within(place, option), name, depth: depth + 1, above: { choice: draw, option } });
    }
  }

  #refuse(place: Place, message: string): void {
    this.issues.push({ path: place.path, message });
  }
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
