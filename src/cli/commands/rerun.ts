import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { constants } from "node:os";
import type { Command } from "commander";
import { SweepError } from "../../base/index.js";
import type { RerunCommand } from "../../sweep/index.js";
import { example, SWEEP_ARGUMENT, trialNumber } from "../arguments.js";
import { shellCommand, shellWord } from "../output/shell.js";
import { createTerminal } from "../output/terminal.js";
import { withStore } from "../with-store.js";

export function define(command: Command): void {
  command
    .argument(...SWEEP_ARGUMENT)
    .argument("<number>", "the trial's number", trialNumber)
    .option("--print", "print the command instead of running it")
    .action((wanted: string, number: number, { print }: { print?: boolean }) =>
      withStore(command, async (store) => {
        const { findSweep, rerunCommand } = await import("../../sweep/index.js");
        const { sweepId } = await findSweep(store, wanted);
        const again = await rerunCommand(store, sweepId, number);
        const terminal = createTerminal();
        if (print) return terminal.line(`cd ${shellWord(again.cwd)} && ${shellCommand(again.words, again.env)}`);
        // A folder of its own for each time, so that no two reruns write over each other.
        const output = await mkdtemp(`${again.env.SWEEP_OUTPUT_DIR}-`);
        terminal.errorLine(`output folder: ${output}`);
        process.exitCode = await runInForeground(again, output);
      }),
    );
  example(command, "sweep rerun latest 3", "sweep rerun latest 3 --print");
}

/** @returns the command's own exit code; 128 + signal number when a signal ended it */
function runInForeground({ words, env, cwd }: RerunCommand, output: string): Promise<number> {
  const [program = "", ...args] = words;
  const child = spawn(program, args, {
    cwd,
    stdio: "inherit",
    env: { ...process.env, ...env, SWEEP_OUTPUT_DIR: output },
  });
  // Ctrl-C reaches the command by itself, as it shares the terminal; its end is ours.
  process.on("SIGINT", () => {});
  return new Promise((resolve, reject) => {
    child.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new SweepError("command-not-startable", `cannot start ${program} in ${cwd}: ${cause.message}`, { cause })),
    );
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
