import type { Command } from "commander";
import { example, SWEEP_ARGUMENT, trialNumber } from "../arguments.js";
import { followFile, printFile } from "../output/file-tail.js";
import { withStore } from "../with-store.js";

interface LogsOptions {
  readonly follow?: boolean;
  readonly stderr?: boolean;
}

export function define(command: Command): void {
  command
    .argument(...SWEEP_ARGUMENT)
    .argument("<number>", "the trial's number", trialNumber)
    .option("-f, --follow", "go on printing until the trial ends")
    .option("--stderr", "print the error output instead")
    .action((wanted: string, number: number, { follow, stderr }: LogsOptions) =>
      withStore(command, async (store) => {
        const { findSweep, trialLogPaths } = await import("../../sweep/index.js");
        const { sweepId } = await findSweep(store, wanted);
        const log = async () => {
          const paths = await trialLogPaths(store, sweepId, number);
          return { path: stderr ? paths.stderr : paths.stdout, finished: paths.finished };
        };
        if (follow) await followFile(log);
        else await printFile((await log()).path);
      }),
    );
  example(command, "sweep logs latest 3", "sweep logs latest 3 --follow");
}
