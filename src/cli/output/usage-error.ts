import { plainLines } from "./text.js";

/** Flags of other tools for what a flag of `sweep run` does. */
const FOREIGN_FLAGS: Readonly<Record<string, string>> = {
  "--n-trials": "--max-evals",
  "--num-trials": "--max-evals",
  "--trials": "--max-evals",
  "--count": "--max-evals",
  "--direction": "--goal",
  "--n-jobs": "--parallel",
  "--workers": "--parallel",
  "--sampler": "--algo",
  "--algorithm": "--algo",
  "--random-state": "--seed",
  "--study-name": "--name",
  "--experiment-name": "--experiment",
};

/** Commander's message about words that make no sense, in this program's words and with the name that was meant. */
export function usageError(message: string): string {
  const unknown = /unknown option '(--[\w-]+)/.exec(message)?.[1];
  const known = unknown === undefined ? undefined : FOREIGN_FLAGS[unknown.toLowerCase().replaceAll("_", "-")];
  if (known !== undefined) return `error: unknown option '${unknown}'\n(Did you mean ${known}?)\n`;
  return plainLines(message).replace(
    /command-argument value '(.*)' is invalid for argument '(.*?)'\./s,
    "'$1' is no valid <$2>.",
  );
}
