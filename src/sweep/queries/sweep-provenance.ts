import { getRun, type TrackingSchema } from "../../tracking/index.js";
import type { SweepStore } from "../open-store.js";
import { type RecordedProvenance, recordedProvenance } from "../provenance/recorded-provenance.js";
import { sweepRow } from "../store/sweep-rows.js";

/**
 * Where a sweep's results come from, as it was when the sweep was last begun or resumed. Everything is `null` for a sweep
 * that has not been run yet.
 *
 * @throws SweepError `not-found`
 */
export async function sweepProvenance(store: SweepStore, sweepId: string): Promise<RecordedProvenance> {
  const { parent_run_id: runId } = await sweepRow(store.database, sweepId);
  const run = await getRun(store.database.as<TrackingSchema>().kysely, runId);
  return recordedProvenance(run?.tags ?? {});
}
