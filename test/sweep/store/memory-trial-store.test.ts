import { describe, expect, it } from "vitest";
import { MemoryTrialStore } from "../../../src/sweep/store/memory-trial-store.js";
import { complete, describeTrialStore, proposed, testClock } from "../../contracts/trial-store.js";

const OBJECTIVE = { name: "rmse", goal: "minimize", take: "last" } as const;

describeTrialStore("memory", async ({ retries, goal, clock }) => ({
  store: new MemoryTrialStore({ sweepId: "s2345678", objective: { ...OBJECTIVE, goal }, retries, clock }),
  sweepId: "s2345678",
  close: async () => {},
}));

describe("MemoryTrialStore", () => {
  const open = () =>
    new MemoryTrialStore({ sweepId: "s2345678", objective: OBJECTIVE, retries: 0, clock: testClock() });

  it("refuses a number that is taken, and keeps none of the batch", async () => {
    const store = open();
    await store.reserve([proposed(0)]);
    await expect(store.reserve([proposed(1), proposed(0)])).rejects.toMatchObject({ code: "conflict" });
    expect(await store.claim({ sweepId: "s2345678", trialNumber: 1, attempt: 1 }, worker)).toBeNull();
  });

  it("knows nothing of other sweeps", async () => {
    const store = open();
    await store.reserve([proposed(0)]);
    const ref = { sweepId: "other", trialNumber: 0, attempt: 1 };
    expect(await store.claim(ref, worker)).toBeNull();
    expect(await store.finish(ref, complete(1))).toEqual({ kind: "superseded" });
  });
});

const worker = { id: "host-1-abc", host: "host", pid: 1 };
