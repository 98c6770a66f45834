import { nearestName } from "../nearest-name.js";

/** One numeric option of a sampler. Its checks and its default come from here, for code and for space files alike. */
export interface NumberOption {
  readonly about: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** An option that is one of a few words, or left out. */
export interface WordOption {
  readonly about: string;
  readonly words: readonly string[];
}

export type Options = Readonly<Record<string, NumberOption | WordOption>>;

/** What is wrong with given options, each with the key it concerns; `undefined` counts as not given. */
export function optionProblems(options: Options, given: object): { key: string; message: string }[] {
  return Object.entries(given).flatMap(([key, value]: [string, unknown]) => {
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    const message = option === undefined ? unknownOption(key, Object.keys(options)) : valueProblem(option, value);
    return message === null ? [] : [{ key, message }];
  });
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
  const what = `${integer ? "an integer" : "a number"} from ${min} to ${max}`;
  return valid ? null : `must be ${what}, got ${JSON.stringify(value)}`;
}

function unknownOption(key: string, known: readonly string[]): string {
  const near = nearestName(key, known);
  return near === null ? `unknown option; known are ${known.join(", ")}` : `unknown option; did you mean "${near}"?`;
}
