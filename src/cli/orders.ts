import type { Command } from "commander";
import type { SweepOrder } from "../sweep/index.js";
import { toJson } from "./output/json.js";
import { createTerminal } from "./output/terminal.js";
import { plain } from "./output/text.js";
import { sweepCommand } from "./settings.js";
import { withStore } from "./with-store.js";

/** An order and what to tell the person who gave it. */
export interface OrderWords {
  readonly wanted: string;
  readonly order: SweepOrder;
  /** A live owner will carry it out. */
  readonly sent: string;
  /** It has been carried out, because nobody runs the sweep. */
  readonly applied: string;
  /** Whether it takes a `sweep resume` for the order to have an effect once it is applied. */
  readonly resumable?: boolean;
  readonly json?: boolean;
}

/** Finds a sweep, gives it an order and says what came of it. */
export async function giveOrder(command: Command, words: OrderWords): Promise<void> {
  await withStore(command, async (store) => {
    const { findSweep, orderSweep } = await import("../sweep/index.js");
    const sweep = await findSweep(store, words.wanted);
    const answer = await orderSweep(store, sweep.sweepId, words.order);
    const { line } = createTerminal();
    if (words.json) {
      const { sweepId, name, state, spec } = await findSweep(store, sweep.sweepId);
      return line(toJson({ sweepId, name, state, maxEvals: spec.maxEvals, order: words.order.kind, answer }));
    }
    const told = answer === "sent" ? words.sent : words.applied;
    const next =
      answer === "applied" && words.resumable ? `; run them: ${sweepCommand(command, "resume", sweep.sweepId)}` : "";
    line(`${plain(sweep.name)} (${sweep.sweepId}) ${told}${next}`);
  });
}
