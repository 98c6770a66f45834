import { type Issue, type JsonObject, type Parsed, SweepError } from "../../base/index.js";
import {
  type Draw,
  isParameter,
  PARAMETER,
  type Parameter,
  type SpaceDefinition,
  type SpaceValue,
} from "./definition.js";
import { type FoundDraw, findDraws } from "./draws.js";
import { issuesMessage } from "./issues.js";
import { namesOf } from "./names.js";
import type { Node, SpaceParameter } from "./nodes.js";
import type { ParamsOf } from "./params-of.js";
import { Space } from "./space.js";

/**
 * Makes a space of its definition; a `Space` is returned as it is.
 *
 * @throws SweepError `bad-space` with all issues: nothing in it, two parameters with one label, a circular space, a value
 *   that is neither constant nor parameter
 */
export function compileSpace<const S extends SpaceDefinition | Space<unknown>>(definition: S): Space<ParamsOf<S>> {
  const parsed = definition instanceof Space ? { ok: true as const, value: definition } : tryCompile(definition);
  if (!parsed.ok)
    throw new SweepError("bad-space", issuesMessage("the space", parsed.issues), { issues: parsed.issues });
  // The compiler cannot follow the definition's type through the compiled tree.
  return parsed.value as unknown as Space<ParamsOf<S>>;
}

/** As `compileSpace`, for a definition that may be anything: issues instead of an error. */
export function tryCompile(definition: unknown): Parsed<Space<JsonObject>> {
  const { draws, issues: found } = findDraws(definition);
  if (found.length > 0) return { ok: false, issues: found };
  const { labels, issues } = assignLabels(draws);
  if (issues.length > 0) return { ok: false, issues };
  const root = buildNode(definition as SpaceValue, labels);
  const problems = rootProblems(root);
  if (problems.length > 0) return { ok: false, issues: problems };
  return { ok: true, value: new Space(root, buildParameters(draws, labels)) };
}

/** A label given by hand counts; otherwise the dotted name, or the whole path where two options share the name. */
function assignLabels(draws: readonly FoundDraw[]): { labels: ReadonlyMap<Draw, string>; issues: readonly Issue[] } {
  const labels = new Map<Draw, string>();
  const taken = new Set<string>();
  const issues: Issue[] = [];
  const take = (found: FoundDraw, label: string): void => {
    if (taken.has(label))
      issues.push({ path: found.path, message: `the label "${label}" belongs to another parameter already` });
    if (label === "" || label === "__proto__")
      issues.push({ path: found.path, message: `"${label}" can not be a label` });
    taken.add(label);
    labels.set(found.draw, label);
  };
  for (const found of draws) if (found.draw.label !== null) take(found, found.draw.label);
  for (const found of draws) {
    if (found.draw.label === null) take(found, taken.has(found.name) ? found.path : found.name);
  }
  return { labels, issues };
}

function buildParameters(draws: readonly FoundDraw[], labels: ReadonlyMap<Draw, string>): readonly SpaceParameter[] {
  // Sorting is stable, and whatever depends on a choice lies deeper than it.
  const ordered = [...draws].sort((a, b) => a.depth - b.depth);
  const position = new Map(ordered.map((found, index) => [found.draw, index]));
  return ordered.map(({ draw, always, conditions }) => ({
    label: labels.get(draw) ?? "",
    distribution: draw.distribution,
    activeWhen: always
      ? null
      : conditions.map(({ choice, option }) => ({ parameter: position.get(choice) ?? 0, option })),
  }));
}

function buildNode(value: SpaceValue, labels: ReadonlyMap<Draw, string>): Node {
  if (isParameter(value)) return buildDraw(value, labels);
  if (Array.isArray(value)) {
    return { kind: "list", items: value.map((item: SpaceValue) => buildNode(item, labels)) };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value as { readonly [key: string]: SpaceValue });
    return { kind: "object", entries: entries.map(([key, child]) => [key, buildNode(child, labels)] as const) };
  }
  return { kind: "constant", value: value as null | boolean | number | string };
}

function buildDraw(parameter: Parameter, labels: ReadonlyMap<Draw, string>): Node {
  const { draw, cast } = parameter[PARAMETER];
  const label = labels.get(draw) ?? "";
  if (draw.options === null) return { kind: "number", label, distribution: draw.distribution, cast };
  return { kind: "choice", label, options: draw.options.map((option) => buildNode(option, labels)), cast };
}

function rootProblems(root: Node): readonly Issue[] {
  if (!isAlwaysObject(root)) {
    return [{ path: "", message: "a space is an object of parameters, or a choice between such objects" }];
  }
  const names = namesOf(root, "");
  if (names.length === 0) return [{ path: "", message: "the space is empty: it needs at least one parameter" }];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => ({ path: name, message: `two parameters have the dotted name "${name}"` }));
}

function isAlwaysObject(node: Node): boolean {
  return node.kind === "choice" ? node.options.every(isAlwaysObject) : node.kind === "object";
}
