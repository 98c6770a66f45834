import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OpenStoreOptions, openStore, type SweepSpec, type SweepStore } from "../../src/sweep/index.js";

/** Runs `work` with a store in a new folder, which is deleted afterwards. */
export async function withStore<T>(
  work: (store: SweepStore) => Promise<T>,
  options: Partial<OpenStoreOptions> = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "sweep-test-"));
  const store = await openStore({ home: join(folder, "home"), ...options });
  try {
    return await work(store);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A small sweep; its command prints the square of `x`. */
export function spec(changes: Partial<SweepSpec> = {}): SweepSpec {
  return {
    name: "square",
    experiment: "square",
    metric: { name: "loss", goal: "minimize", take: "last" },
    capture: null,
    algo: "random",
    maxEvals: 4,
    parallel: 1,
    seed: 7,
    command: [process.execPath, "-e", "const x = Number('{x}'); console.log('loss: ' + x * x)"],
    cwd: process.cwd(),
    model: null,
    register: null,
    data: [],
    timeoutMs: null,
    trialTimeoutMs: null,
    idleTimeoutMs: null,
    retries: 0,
    maxFailures: 5,
    lossThreshold: null,
    patience: null,
    env: {},
    secrets: [],
    tags: {},
    space: { x: { uniform: [-1, 1] } },
    ...changes,
  };
}
