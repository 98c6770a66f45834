import { readFileSync } from "node:fs";
import { createRandom, type JsonObject, type Random } from "../../src/base/index.js";
import { compileSpace, hp, type Space, type SpaceDefinition } from "../../src/search/index.js";
import { normalQuantile } from "../../src/search/numerics/normal-quantile.js";

/** A test problem as a search sees it. */
export interface Problem {
  readonly name: string;
  readonly space: Space<object>;
  /** Standard deviation of the normal noise that is added to what the search is told. */
  readonly noise: number;
  /** The true loss. */
  evaluate(params: object): number;
}

/** A family of problems: each seed gets an instance of its own, or always the same one. */
export interface ProblemFamily {
  readonly name: string;
  instance(seed: number): Problem;
}

export const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

interface StoredProblem {
  readonly name: string;
  readonly space: JsonObject;
  readonly noise_sd: number;
  readonly objective_js: string;
  readonly check_points: readonly { readonly params: object; readonly value: number }[];
}

/** The 20 standard problems. Their formulas are checked against values computed elsewhere before anything is run. */
export function standardProblems(): readonly ProblemFamily[] {
  const { problems } = JSON.parse(fixture("problems.json")) as { problems: readonly StoredProblem[] };
  return problems.map((stored) => {
    const evaluate = new Function("p", `return ${stored.objective_js}`) as (params: object) => number;
    checkFormula(stored, evaluate);
    const { name, noise_sd: noise } = stored;
    const problem = { name, noise, evaluate, space: compileSpace(toDefinition(stored.space) as SpaceDefinition) };
    return { name, instance: () => problem };
  });
}

function checkFormula({ name, check_points }: StoredProblem, evaluate: (params: object) => number): void {
  for (const { params, value } of check_points) {
    const ours = evaluate(params);
    const near = Math.abs(ours - value) <= 1e-9 * Math.max(1, Math.abs(value));
    if (!near) throw new Error(`${name}: the formula gives ${ours} where ${value} was expected`);
  }
}

interface StoredParameter {
  readonly hp: string;
  readonly label?: string;
  readonly options?: readonly unknown[];
  readonly p?: readonly number[];
  readonly [argument: string]: unknown;
}

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  uniform: ["low", "high"],
  quniform: ["low", "high", "q"],
  uniformint: ["low", "high"],
  loguniform: ["low", "high"],
  qloguniform: ["low", "high", "q"],
  randint: ["low", "high"],
  normal: ["mu", "sigma"],
  lognormal: ["mu", "sigma"],
};

/** A space of the fixture in this project's words. */
function toDefinition(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toDefinition);
  if (typeof node !== "object" || node === null) return node;
  if ("hp" in node) return toParameter(node as StoredParameter);
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, toDefinition(child)]));
}

function toParameter({ hp: kind, label, options, p, ...rest }: StoredParameter): unknown {
  const labels = label === undefined ? [] : [label];
  const make = hp as unknown as Record<string, (...values: unknown[]) => unknown>;
  const create = make[kind];
  if (create === undefined) throw new Error(`unknown distribution ${kind}`);
  if (options === undefined) return create(...labels, ...(ARGUMENTS[kind] ?? []).map((name) => rest[name]));
  const inner = options.map(toDefinition);
  return create(...labels, p === undefined ? inner : inner.map((option, index) => [p[index], option]));
}

/** Normal noise of one run: the same for every search that is compared on it. */
export function noiseOf(problem: Problem, seed: number): () => number {
  const random: Random = createRandom(seed).fork(0x6e6f6973);
  return () => (problem.noise === 0 ? 0 : problem.noise * normalQuantile(random.next() || 0.5));
}
