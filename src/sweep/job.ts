import type { SweepJob } from "./coordinator.js";
import { ATTEMPT_LEASE_MS } from "./store/open-trial-store.js";
import type { StoredSweep } from "./store/sweep-rows.js";

/** What the attempts of a sweep have in common. */
export function jobOf({ spec, experimentId }: Pick<StoredSweep, "spec" | "experimentId">): SweepJob {
  return {
    experimentId,
    command: spec.command,
    cwd: spec.cwd,
    env: spec.env,
    secrets: spec.secrets,
    objective: spec.metric,
    capture: spec.capture,
    trialTimeoutMs: spec.trialTimeoutMs,
    idleTimeoutMs: spec.idleTimeoutMs,
    leaseMs: ATTEMPT_LEASE_MS,
  };
}
