import { SweepError } from "../../base/index.js";
import { nearestName } from "../nearest-name.js";

/** One numeric option of a sampler. Its checks and its default come from here, for code and for space files alike. */
export interface NumberOption {
  readonly about: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export type NumberOptions = Readonly<Record<string, NumberOption>>;

/** What is wrong with given options, each with the key it concerns; `undefined` counts as not given. */
export function optionProblems(options: NumberOptions, given: object): { key: string; message: string }[] {
  return Object.entries(given).flatMap(([key, value]: [string, unknown]) => {
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    const message = option === undefined ? unknownOption(key, Object.keys(options)) : valueProblem(option, value);
    return message === null ? [] : [{ key, message }];
  });
}

/** @throws SweepError `bad-argument` naming the sampler and every option that is unknown or out of range */
export function checkOptions(sampler: string, options: NumberOptions, given: object): void {
  const problems = optionProblems(options, given);
  if (problems.length === 0) return;
  const words = problems.map(({ key, message }) => `${key} ${message}`);
  throw new SweepError("bad-argument", `${sampler}: ${words.join("; ")}`);
}

function valueProblem({ min, max, integer }: NumberOption, value: unknown): string | null {
  if (value === undefined) return null;
  const valid = typeof value === "number" && value >= min && value <= max && (!integer || Number.isInteger(value));
  const what = `${integer ? "an integer" : "a number"} from ${min} to ${max}`;
  return valid ? null : `must be ${what}, got ${JSON.stringify(value)}`;
}

function unknownOption(key: string, known: readonly string[]): string {
  const near = nearestName(key, known);
  return near === null ? `unknown option; known are ${known.join(", ")}` : `unknown option; did you mean "${near}"?`;
}
