import { Command } from "commander";
import { commandList } from "./command-list.js";
import { exitCodes } from "./exit-codes.js";
import { usageError } from "./output/usage-error.js";
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
    .configureOutput({ outputError: (message, write) => write(usageError(message)) })
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
  tolerateClosedPipes();
  try {
    const program = await buildProgram(argv.slice(2));
    await program.parseAsync(argv);
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    const { explainError } = await import("./explain-error.js");
    return explainError(error);
  }
}

/** `sweep trials … | head` closes our output early: that is the reader's right, not a failure. */
function tolerateClosedPipes(): void {
  const onClosed = (then: () => void) => (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    then();
  };
  process.stdout.on(
    "error",
    onClosed(() => process.exit(exitCodes.ok)),
  );
  // A sweep goes on when nobody reads its progress any more.
  process.stderr.on(
    "error",
    onClosed(() => {}),
  );
}
