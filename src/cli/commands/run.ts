import type { Command } from "commander";
import { SweepError } from "../../base/index.js";
import { example } from "../arguments.js";
import { type FollowOptions, followSweep } from "../follow-sweep.js";
import { shellCommand } from "../output/shell.js";
import { createTerminal, type Terminal } from "../output/terminal.js";
import { plain } from "../output/text.js";
import { storeOptions } from "../settings.js";
import { addSpaceFlags, overridesOf } from "../space-flags.js";

interface RunOptions extends FollowOptions {
  readonly dryRun?: boolean;
}

export function define(command: Command): void {
  command
    .usage("[options] <file> [-- command...]")
    .argument("<file>", "space file")
    .argument("[command...]", "command of a trial, after --; default: the space file's");
  addSpaceFlags(command)
    .option("--dry-run", "check everything and print the first commands; create nothing")
    .option("--json", "print one JSON object at the end")
    .option("--quiet", "print nothing but errors")
    .action(async (file: string, words: string[], options: RunOptions) => {
      if (words.length > 0 && !process.argv.includes("--")) {
        throw new SweepError("bad-argument", `"${words.join(" ")}" follows the space file; put -- before the command`);
      }
      process.exitCode = options.dryRun
        ? await dryRun(command, { file, words })
        : await run(command, { file, words, options });
    });
  example(
    command,
    "sweep run space.yaml -- python3 train.py",
    "sweep run space.yaml -n 100 -j 4 -- python3 train.py --depth={max_depth}",
  );
}

async function run(
  command: Command,
  { file, words, options }: { file: string; words: readonly string[]; options: RunOptions },
): Promise<number> {
  const overrides = overridesOf(command, words);
  const { createSweep, loadSpaceFile, openStore } = await import("../../sweep/index.js");
  const { spec, notices } = await loadSpaceFile(file, { overrides });
  const terminal = createTerminal();
  if (!options.quiet) printNotices(notices, terminal);
  const store = await openStore(storeOptions(command));
  try {
    const { sweepId } = await createSweep(store, spec);
    return await followSweep(command, { store, sweepId, metric: spec.metric.name }, options);
  } finally {
    await store.close();
  }
}

const PREVIEWED = 5;

async function dryRun(command: Command, { file, words }: { file: string; words: readonly string[] }): Promise<number> {
  const overrides = overridesOf(command, words);
  const { loadSpaceFile, previewCommands } = await import("../../sweep/index.js");
  const { spec, notices } = await loadSpaceFile(file, { overrides });
  const terminal = createTerminal();
  printNotices(notices, terminal);
  for (const preview of await previewCommands(spec, PREVIEWED)) terminal.line(shellCommand(preview));
  return 0;
}

function printNotices(notices: readonly string[], terminal: Terminal): void {
  for (const notice of notices) terminal.errorLine(plain(notice));
}
