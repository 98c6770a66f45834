import type { Command } from "commander";
import { example, SWEEP_ARGUMENT } from "../arguments.js";
import { giveOrder } from "../orders.js";

export function define(command: Command): void {
  command
    .argument(...SWEEP_ARGUMENT)
    .option("--json", "print JSON")
    .action((wanted: string, { json = false }: { json?: boolean }) =>
      giveOrder(command, {
        wanted,
        order: { kind: "pause" },
        sent: "pausing: running trials finish, no new ones start",
        applied: "paused",
        json,
      }),
    );
  example(command, "sweep pause latest");
}
