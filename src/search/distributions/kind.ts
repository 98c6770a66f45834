import type { Distribution } from "./distribution.js";

/** One number that a distribution takes. From this one declaration come its checks, its messages and its JSON Schema. */
export interface Argument {
  readonly name: string;
  readonly about: string;
  /** Must be greater than 0. */
  readonly positive?: true;
  readonly integer?: true;
}

/** A named distribution over numbers: how it is written and what it makes of its arguments. */
export interface DistributionKind {
  readonly name: string;
  readonly about: string;
  /** Its argument lists, in hyperopt's order; more than one when trailing forms differ. */
  readonly forms: readonly (readonly Argument[])[];
  /** The rule between arguments that is broken, as what was expected; `null` when all hold. Called with valid arguments only. */
  check(...values: number[]): string | null;
  /** Called with checked arguments only. */
  create(...values: number[]): Distribution;
}

/** A list of arguments as a person would write it: `[low, high, q]`. */
function written(form: readonly Argument[]): string {
  return `[${form.map((argument) => argument.name).join(", ")}]`;
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
}

function argumentProblem(argument: Argument, value: unknown): string | null {
  const rule = `${argument.name} must be ${argument.integer ? "an integer" : "a finite number"}`;
  if (typeof value !== "number" || !Number.isFinite(value)) return `${rule}, got ${shown(value)}`;
  if (argument.integer && !Number.isSafeInteger(value)) return `${rule}, got ${value}`;
  if (argument.positive && !(value > 0)) return `${argument.name} must be greater than 0, got ${value}`;
  return null;
}

/** Everything wrong with a list of arguments; empty when the distribution can be made of it. */
export function argumentProblems(kind: DistributionKind, values: readonly unknown[]): string[] {
  const form = kind.forms.find((candidate) => candidate.length === values.length);
  if (form === undefined) {
    const forms = kind.forms.map(written).join(" or ");
    return [`${kind.name} takes ${forms}, got ${values.length === 1 ? "1 value" : `${values.length} values`}`];
  }
  const problems = form.flatMap((argument, index) => argumentProblem(argument, values[index]) ?? []);
  if (problems.length > 0) return problems;
  const broken = kind.check(...(values as number[]));
  return broken === null ? [] : [`${broken}, got [${values.join(", ")}]`];
}
