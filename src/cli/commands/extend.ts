import type { Command } from "commander";
import { count, example, SWEEP_ARGUMENT } from "../arguments.js";
import { giveOrder } from "../orders.js";
import { plural } from "../output/text.js";

export function define(command: Command): void {
  command
    .argument(...SWEEP_ARGUMENT)
    .requiredOption("-n, --max-evals <count>", "how many more trials", count)
    .option("--json", "print JSON")
    .action((wanted: string, { maxEvals, json = false }: { maxEvals: number; json?: boolean }) =>
      giveOrder(command, {
        wanted,
        order: { kind: "extend", count: maxEvals },
        sent: `gets ${plural(maxEvals, "more trial")}`,
        applied: `got ${plural(maxEvals, "more trial")}`,
        resumable: true,
        json,
      }),
    );
  example(command, "sweep extend latest -n 20");
}
