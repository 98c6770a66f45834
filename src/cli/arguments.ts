import { type Command, InvalidArgumentError } from "commander";

export const SWEEP_ARGUMENT = ["<sweep>", "id, beginning of an id, name, or latest"] as const;

/** Reads a trial's number. */
export function trialNumber(written: string): number {
  if (!/^\d+$/.test(written)) throw new InvalidArgumentError("Expected a trial's number, 0 or more.");
  return Number(written);
}

/** Reads a count of at least one. */
export function count(written: string): number {
  if (!/^\d+$/.test(written) || Number(written) < 1)
    throw new InvalidArgumentError("Expected a whole number, 1 or more.");
  return Number(written);
}

/** An example below a command's help. */
export function example(command: Command, ...lines: readonly string[]): void {
  const title = lines.length === 1 ? "Example" : "Examples";
  command.addHelpText("after", `\n${title}:\n${lines.map((line) => `  $ ${line}`).join("\n")}`);
}
