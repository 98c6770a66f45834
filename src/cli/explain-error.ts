import { CommanderError } from "commander";
import { messageOf, SweepError } from "../base/index.js";
import { exitCodeOfError, exitCodes } from "./exit-codes.js";
import { createTerminal } from "./output/terminal.js";

/**
 * Says on stderr what went wrong, in words; `SWEEP_DEBUG=1` adds where in the code.
 *
 * @returns the exit code that goes with it
 */
export function explainError(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const terminal = createTerminal();
  const debug = Boolean(process.env.SWEEP_DEBUG);
  terminal.failure(messageOf(error));
  if (debug && error instanceof Error) terminal.errorLine(error.stack ?? "");
  if (error instanceof SweepError) return exitCodeOfError(error.code);
  if (!debug) terminal.hint("this is a defect in sweep; SWEEP_DEBUG=1 shows where");
  return exitCodes.failed;
}
