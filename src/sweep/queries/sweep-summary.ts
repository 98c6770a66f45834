import { getModelVersion, type TrackingSchema } from "../../tracking/index.js";
import type { SweepStore } from "../open-store.js";
import type { BestTrial, RegisteredBest, SweepSummary } from "../progress.js";
import { type Registration, sweepOf, sweepRow } from "../store/sweep-rows.js";
import { bestTrial } from "./best-trial.js";
import { trialCounts } from "./list-sweeps.js";
import { metricsOf } from "./list-trials.js";

/**
 * A sweep as it stands.
 *
 * @throws SweepError `not-found`
 */
export async function sweepSummary(store: SweepStore, sweepId: string): Promise<SweepSummary> {
  const sweep = sweepOf(await sweepRow(store.database, sweepId), store.clock.now());
  return {
    sweepId,
    experimentId: sweep.experimentId,
    experiment: sweep.spec.experiment,
    state: sweep.state,
    counts: await trialCounts(store.database, sweep),
    best: await summarisedBest(store, sweepId),
    model: await registeredModel(store, sweep.registration),
    trackingUri: store.trackingUri,
    durationMs: sweep.activeMs,
  };
}

async function summarisedBest(store: SweepStore, sweepId: string): Promise<BestTrial | null> {
  const best = await bestTrial(store.database, sweepId);
  if (best === null || best.loss === null || best.value === null) return null;
  const { runId, number, loss, value, params, durationMs } = best;
  const metrics = (await metricsOf(store.database, [runId])).get(runId) ?? {};
  return { runId, number, loss, value, params, metrics, durationMs: durationMs ?? 0 };
}

/** The registered version with the aliases it has by now; `null` also when somebody has deleted it. */
async function registeredModel(
  { database }: SweepStore,
  registration: Registration | null,
): Promise<RegisteredBest | null> {
  if (registration === null) return null;
  const { name, version } = registration;
  const found = await getModelVersion(database.as<TrackingSchema>().kysely, name, version);
  return found === null ? null : { name, version, aliases: found.aliases };
}
