import type { Command } from "commander";
import { example, SWEEP_ARGUMENT } from "../arguments.js";
import { giveOrder } from "../orders.js";

export function define(command: Command): void {
  command
    .argument(...SWEEP_ARGUMENT)
    .option("--now", "stop running trials too, instead of letting them finish")
    .option("--json", "print JSON")
    .action((wanted: string, { now, json = false }: { now?: boolean; json?: boolean }) =>
      giveOrder(command, {
        wanted,
        order: { kind: now ? "stop-now" : "stop" },
        sent: now ? "stopping, with its running trials" : "stopping once its running trials have finished",
        applied: "stopped",
        json,
      }),
    );
  example(command, "sweep stop latest", "sweep stop diabetes --now");
}
