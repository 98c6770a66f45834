import { type Importance, importance, parseSpace } from "../../search/index.js";
import type { SweepStore } from "../open-store.js";
import { sweepOf, sweepRow } from "../store/sweep-rows.js";
import { trialRecords } from "./list-trials.js";

/**
 * Which parameters of a sweep matter, the most important first. Of a function's search only the values are known, and
 * stand for the ranges that they came from.
 *
 * @throws SweepError `not-found`; `conflict` when too few trials are complete
 */
export async function sweepImportance(store: SweepStore, sweepId: string): Promise<readonly Importance[]> {
  const { spec } = sweepOf(await sweepRow(store.database, sweepId), store.clock.now());
  const trials = await trialRecords(store.database, sweepId);
  const space = spec.space === null ? null : parseSpace(spec.space);
  return importance({ settled: trials }, space?.ok ? { space: space.value } : {});
}
