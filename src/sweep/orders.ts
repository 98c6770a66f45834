import { SweepError } from "../base/index.js";
import type { SweepStore } from "./open-store.js";

/** What any process may ask of a sweep. */
export type SweepOrder =
  /** No further trials; running ones finish. */
  | { readonly kind: "stop" }
  /** Running ones are stopped too. */
  | { readonly kind: "stop-now" }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  /** Adds to the number of trials. */
  | { readonly kind: "extend"; readonly count: number };

/** `sent`: a live owner will obey within 250 ms. `applied`: nobody runs the sweep, so the order was carried out at once. */
export type OrderAnswer = "sent" | "applied";

/**
 * Gives a sweep an order, whoever runs it.
 *
 * @throws SweepError `not-found`; `conflict` when the sweep has ended and the order makes no sense any more;
 * `bad-argument` for a count that is not a positive integer
 */
export async function orderSweep(store: SweepStore, sweepId: string, order: SweepOrder): Promise<OrderAnswer> {
  throw new SweepError("internal", `not written yet ${store.home} ${sweepId} ${order.kind}`);
}
