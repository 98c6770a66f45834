import { Command, CommanderError } from "commander";
import { messageOf, SweepError } from "../base/index.js";
import { commandList } from "./command-list.js";
import { exitCodeOfError, exitCodes } from "./exit-codes.js";
import { createTerminal } from "./output/terminal.js";
import { globalFlags } from "./settings.js";
import { version } from "./version.js";

/** The whole command line, with the definitions of those commands that `words` may be about. */
export async function buildProgram(words: readonly string[]): Promise<Command> {
  const program = new Command("sweep")
    .description("Hyperparameter search for any training command, with tracking and a model registry built in.")
    .version(version(), "--version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help of a command")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .showHelpAfterError("(--help shows how)")
    .addHelpText("after", "\nExample:\n  $ sweep run space.yaml -- python3 train.py");
  for (const { flag, description } of globalFlags) program.option(flag, description);
  for (const entry of commandList) {
    const command = program.command(entry.name).description(entry.summary);
    if (words.includes(entry.name) || words.includes("completion")) (await entry.load()).define(command);
  }
  return program;
}

/** Runs one command line to its end. @returns the process's exit code */
export async function runCli(argv: readonly string[]): Promise<number> {
  tolerateClosedPipe();
  try {
    const program = await buildProgram(argv.slice(2));
    await program.parseAsync(argv);
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    return explain(error);
  }
}

/** `sweep trials … | head` closes our output early: that is the reader's right, not a failure. */
function tolerateClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(exitCodes.ok);
  });
}

function explain(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const terminal = createTerminal();
  if (process.env.SWEEP_DEBUG)
    terminal.errorLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
  else terminal.failure(messageOf(error));
  if (error instanceof SweepError) return exitCodeOfError(error.code);
  if (!process.env.SWEEP_DEBUG) terminal.hint("this is a defect in sweep; SWEEP_DEBUG=1 shows where");
  return exitCodes.failed;
}
