import { SweepError } from "../base/index.js";
import { nearestName } from "./nearest-name.js";

/** One numeric option of a sampler or pruner. Its checks and its default come from here, for code and space files alike. */
export interface NumberOption {
  readonly about: string;
  /** `null`: it has to be given. */
  readonly default: number | null;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export type NumberOptions = Readonly<Record<string, NumberOption>>;

/** An option that is one of a few words, or left out. */
export interface WordOption {
  readonly about: string;
  readonly words: readonly string[];
}

export type Options = Readonly<Record<string, NumberOption | WordOption>>;

interface Problem {
  readonly key: string;
  readonly message: string;
}

/** What is wrong with given options, each with the key it concerns; `undefined` counts as not given. */
export function optionProblems(options: Options, given: object): Problem[] {
  const values: Readonly<Record<string, unknown>> = { ...given };
  const wrong = Object.entries(values).flatMap(([key, value]) => {
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    const message = option === undefined ? unknownOption(key, Object.keys(options)) : valueProblem(option, value);
    return message === null ? [] : [{ key, message }];
  });
  const missing = Object.entries(options).filter(
    ([key, option]) => "default" in option && option.default === null && values[key] === undefined,
  );
  return [...wrong, ...missing.map(([key, { about }]) => ({ key, message: `is required: ${about}` }))];
}

/**
 * @param owner whose they are, for the message
 * @throws SweepError `bad-argument` naming every wrong option, its value and what it may be
 */
export function checkOptions(owner: string, options: Options, given: object): void {
  const problems = optionProblems(options, given);
  if (problems.length === 0) return;
  const words = problems.map(({ key, message }) => `${key} ${message}`);
  throw new SweepError("bad-argument", `${owner}: ${words.join("; ")}`);
}

/**
 * Options with their defaults.
 *
 * @throws SweepError as `checkOptions` does
 */
export function readOptions<O extends NumberOptions>(
  owner: string,
  options: O,
  given: object,
): { readonly [K in keyof O]: number } {
  checkOptions(owner, options, given);
  const values: Readonly<Record<string, number | undefined>> = { ...given };
  const filled = Object.entries(options).map(([key, option]) => [key, values[key] ?? option.default]);
  return Object.fromEntries(filled) as { readonly [K in keyof O]: number };
}

function valueProblem(option: NumberOption | WordOption, value: unknown): string | null {
  if (value === undefined) return null;
  return "words" in option ? wordProblem(option, value) : numberProblem(option, value);
}

function wordProblem({ words }: WordOption, value: unknown): string | null {
  const known = words.map((word) => JSON.stringify(word)).join(" or ");
  return words.some((word) => word === value) ? null : `must be ${known}, got ${JSON.stringify(value)}`;
}

function numberProblem({ min, max, integer }: NumberOption, value: unknown): string | null {
  const valid = typeof value === "number" && value >= min && value <= max && (!integer || Number.isInteger(value));
  const range = max === Infinity ? (min === -Infinity ? "" : `, ${min} or more`) : ` from ${min} to ${max}`;
  const got = typeof value === "number" ? String(value) : JSON.stringify(value);
  return valid ? null : `must be ${integer ? "an integer" : "a number"}${range}, got ${got}`;
}

function unknownOption(key: string, known: readonly string[]): string {
  const near = nearestName(key, known);
  if (known.length === 0) return "unknown option; there are none";
  return near === null ? `unknown option; known are ${known.join(", ")}` : `unknown option; did you mean "${near}"?`;
}
