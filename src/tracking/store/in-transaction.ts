import type { Kysely, Transaction } from "kysely";
import type { TrackingSchema } from "./schema.js";

/** Runs `work` in the transaction that `kysely` is, or else in one of its own. */
export function inTransaction<T>(
  kysely: Kysely<TrackingSchema>,
  work: (transaction: Transaction<TrackingSchema>) => Promise<T>,
): Promise<T> {
  return kysely.isTransaction ? work(kysely as Transaction<TrackingSchema>) : kysely.transaction().execute(work);
}
