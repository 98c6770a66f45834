import type { SweepStore } from "../open-store.js";
import { type Provenance, unknownProvenance } from "../provenance/provenance.js";
import type { SweepSpec } from "../spec.js";
import { SqliteTrialStore } from "./sqlite-trial-store.js";
import type { SweepRow } from "./sweep-rows.js";

/** Without a heartbeat for this long an attempt counts as lost. */
export const ATTEMPT_LEASE_MS = 30_000;

/**
 * The trials of a sweep for its owner.
 *
 * @param row as `acquire` answered it
 * @param provenance for the runs of new trials; `null` when there will be none
 */
export function openTrialStore(
  store: SweepStore,
  row: SweepRow,
  provenance: Provenance | null,
): Promise<SqliteTrialStore> {
  const spec = JSON.parse(row.spec) as SweepSpec;
  return SqliteTrialStore.open(store.database, {
    sweepId: row.id,
    sweepName: spec.name,
    experimentId: row.experiment_id,
    artifactLocation: `${store.artifactRoot}/${row.experiment_id}`,
    parentRunId: row.parent_run_id,
    metric: spec.metric,
    user: (provenance ?? unknownProvenance).user,
    tags: { ...(provenance ?? unknownProvenance).tags, ...spec.tags },
    epoch: row.epoch,
    retries: spec.retries,
    leaseMs: ATTEMPT_LEASE_MS,
    claimsMayWait: spec.command === null,
    clock: store.clock,
  });
}
