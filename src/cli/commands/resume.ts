import type { Command } from "commander";
import { example, SWEEP_ARGUMENT } from "../arguments.js";
import { type FollowOptions, followSweep, targetOf } from "../follow-sweep.js";
import { withStore } from "../with-store.js";

export function define(command: Command): void {
  command
    .argument(...SWEEP_ARGUMENT)
    .option("--takeover", "take the sweep from the process that runs it")
    .option("--json", "print one JSON object at the end")
    .option("--quiet", "print nothing but errors")
    .action(async (wanted: string, options: FollowOptions) => {
      process.exitCode = await withStore(command, async (store) => {
        const { findSweep } = await import("../../sweep/index.js");
        return followSweep(command, targetOf(store, await findSweep(store, wanted)), options);
      });
    });
  example(command, "sweep resume latest");
}
