import type { Assignment } from "../../src/workers/index.js";

/** An assignment as a store would give it, with the parts a test is about. */
export function assignmentOf(parts: Partial<Assignment> = {}): Assignment {
  return {
    ref: { sweepId: "s1", trialNumber: 7, attempt: 1 },
    runId: "run",
    experimentId: "1",
    params: {},
    command: null,
    cwd: process.cwd(),
    env: {},
    secrets: [],
    objective: { name: "loss", goal: "minimize", take: "last" },
    capture: null,
    trialTimeoutMs: null,
    idleTimeoutMs: null,
    leaseMs: 15_000,
    ...parts,
  };
}
