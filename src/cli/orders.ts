import type { Command } from "commander";
import type { SweepOrder } from "../sweep/index.js";
import { createTerminal } from "./output/terminal.js";
import { plain } from "./output/text.js";
import { withStore } from "./with-store.js";

/** An order and what to tell the person who gave it. */
export interface OrderWords {
  readonly wanted: string;
  readonly order: SweepOrder;
  /** A live owner will carry it out. */
  readonly sent: string;
  /** It has been carried out, because nobody runs the sweep. */
  readonly applied: string;
  /** The sweep's id follows the `applied` words, as the last word of a command to type. */
  readonly resumable?: boolean;
}

/** Finds a sweep, gives it an order and says what came of it. */
export async function giveOrder(command: Command, words: OrderWords): Promise<void> {
  await withStore(command, async (store) => {
    const { findSweep, orderSweep } = await import("../sweep/index.js");
    const sweep = await findSweep(store, words.wanted);
    const answer = await orderSweep(store, sweep.sweepId, words.order);
    const told = answer === "sent" ? words.sent : words.applied;
    const id = answer === "applied" && words.resumable ? ` ${sweep.sweepId}` : "";
    createTerminal().line(`${plain(sweep.name)} (${sweep.sweepId}) ${told}${id}`);
  });
}
