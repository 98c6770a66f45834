import { describe, expect, it } from "vitest";
import type { Clock } from "../../src/base/index.js";
import type { ProposedTrial, TrialStore } from "../../src/sweep/index.js";
import type { AttemptRef, Outcome, Report } from "../../src/workers/index.js";

export interface TrialStoreSetup {
  readonly retries: number;
  readonly goal: "minimize" | "maximize";
  readonly clock: Clock;
}

export interface OpenTrialStore {
  readonly store: TrialStore;
  /** The sweep that the store holds. */
  readonly sweepId: string;
  close(): Promise<void>;
}

const WORKER = { id: "host-1-abc", host: "host", pid: 1 };
const OTHER_WORKER = { id: "host-2-def", host: "host", pid: 2 };

/** What an attempt left, in every outcome here. */
const FACTS = { startedAtMs: 2_000, durationMs: 500, outputDirectory: null, logs: {} };

export function complete(value: number): Outcome {
  return { ...FACTS, state: "complete", value, result: {} };
}

export function failed(reason = "exit code 3"): Outcome {
  return { ...FACTS, state: "failed", reason, exitCode: 3, stderrTail: "boom" };
}

export function cancelled(reason = "stopped"): Outcome {
  return { ...FACTS, state: "cancelled", reason };
}

export function again(): Outcome {
  return { ...FACTS, state: "again", reason: "exit code 75" };
}

export function proposed(number: number, watermark = 0): ProposedTrial {
  return { number, params: { x: number / 10, kind: "a" }, values: { x: number / 10, kind: 0 }, watermark };
}

/** Clock that stands still until it is moved. */
export function testClock(startMs = 1_000): Clock & { advance(ms: number): void } {
  let now = startMs;
  return {
    now: () => now,
    monotonic: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** What every trial store promises. */
export function describeTrialStore(name: string, open: (setup: TrialStoreSetup) => Promise<OpenTrialStore>): void {
  const inStore = async (
    setup: Partial<TrialStoreSetup>,
    test: (context: { store: TrialStore; ref: (trial: number, attempt?: number) => AttemptRef }) => Promise<void>,
  ) => {
    const opened = await open({ retries: 0, goal: "minimize", clock: testClock(), ...setup });
    const { store, sweepId } = opened;
    try {
      await test({ store, ref: (trialNumber, attempt = 1) => ({ sweepId, trialNumber, attempt }) });
    } finally {
      await opened.close();
    }
  };

  describe(`${name} as a trial store`, () => {
    it("makes reserved trials due once, as attempt 1", () =>
      inStore({}, async ({ store, ref }) => {
        await store.reserve([proposed(0), proposed(1, 1)]);
        const trial = await store.claim(ref(1), WORKER);
        expect(trial).toMatchObject({ ...proposed(1, 1), state: "running", attempt: 1, worker: WORKER.id, told: null });
        expect(trial?.runId).toMatch(/^[0-9a-f]{32}$/);
        expect(await store.claim(ref(1), OTHER_WORKER)).toBeNull();
        expect(await store.claim(ref(0, 2), WORKER)).toBeNull();
        expect(await store.claim(ref(7), WORKER)).toBeNull();
      }));

    it("settles a trial with its value, loss and place among the results", () =>
      inStore({}, async ({ store, ref }) => {
        await store.reserve([proposed(0), proposed(1)]);
        await store.claim(ref(0), WORKER);
        await store.claim(ref(1), WORKER);
        const first = await store.finish(ref(1), { ...complete(2.5), result: { epochs: 3 } } as Outcome);
        expect(first).toMatchObject({
          kind: "settled",
          trial: { number: 1, state: "complete", value: 2.5, loss: 2.5, told: 1, result: { epochs: 3 }, reason: null },
        });
        const second = await store.finish(ref(0), complete(1));
        expect(second).toMatchObject({ kind: "settled", trial: { number: 0, told: 2, durationMs: 500 } });
      }));

    it("gives results that come in at the same moment places without gaps", () =>
      inStore({}, async ({ store, ref }) => {
        const numbers = [0, 1, 2, 3, 4];
        await store.reserve(numbers.map((number) => proposed(number)));
        await Promise.all(numbers.map((number) => store.claim(ref(number), WORKER)));
        const finished = await Promise.all(numbers.map((number) => store.finish(ref(number), complete(number))));
        const places = finished.map((each) => (each.kind === "settled" ? each.trial.told : null));
        expect(places).toEqual([1, 2, 3, 4, 5]);
      }));

    it("minimises a maximised value's negative", () =>
      inStore({ goal: "maximize" }, async ({ store, ref }) => {
        await store.reserve([proposed(0)]);
        await store.claim(ref(0), WORKER);
        expect(await store.finish(ref(0), complete(0.75))).toMatchObject({ trial: { value: 0.75, loss: -0.75 } });
      }));

    it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
      "keeps a result of %s as it is",
      (value) =>
        inStore({}, async ({ store, ref }) => {
          await store.reserve([proposed(0)]);
          await store.claim(ref(0), WORKER);
          const finished = await store.finish(ref(0), complete(value));
          expect(finished).toMatchObject({ trial: { state: "complete", value, loss: value, reason: "diverged" } });
        }),
    );

    it("takes one finish per attempt and ignores the rest", () =>
      inStore({}, async ({ store, ref }) => {
        await store.reserve([proposed(0)]);
        expect(await store.finish(ref(0), complete(1))).toEqual({ kind: "superseded" });
        await store.claim(ref(0), WORKER);
        expect(await store.finish(ref(0, 2), complete(1))).toEqual({ kind: "superseded" });
        expect(await store.finish(ref(0), complete(1))).toMatchObject({ kind: "settled" });
        expect(await store.finish(ref(0), complete(2))).toEqual({ kind: "superseded" });
        expect(await store.finish(ref(0), cancelled())).toEqual({ kind: "superseded" });
      }));

    it("runs a failed trial again as often as retries allow, counting failures only", () =>
      inStore({ retries: 1 }, async ({ store, ref }) => {
        await store.reserve([proposed(0)]);
        await store.claim(ref(0), WORKER);
        expect(await store.finish(ref(0), again())).toMatchObject({ kind: "requeued", ref: ref(0, 2) });
        await store.claim(ref(0, 2), WORKER);
        expect(await store.finish(ref(0, 2), failed())).toMatchObject({ kind: "requeued", ref: ref(0, 3) });
        const third = await store.claim(ref(0, 3), OTHER_WORKER);
        expect(third).toMatchObject({ attempt: 3, worker: OTHER_WORKER.id, params: proposed(0).params });
        expect(await store.finish(ref(0, 3), failed("timeout"))).toMatchObject({
          kind: "settled",
          trial: { state: "failed", reason: "timeout", attempt: 3, loss: null, value: null, told: 1 },
        });
      }));

    it("lets a trial that asks to be run again wait longer each time, and one that failed not at all", () => {
      const clock = testClock();
      return inStore({ retries: 1, clock }, async ({ store, ref }) => {
        await store.reserve([proposed(0)]);
        const delays: number[] = [];
        for (const [index, outcome] of [again(), again(), again(), failed()].entries()) {
          await store.claim(ref(0, index + 1), WORKER);
          const finished = await store.finish(ref(0, index + 1), outcome);
          if (finished.kind === "requeued") delays.push(finished.notBeforeMs - clock.now());
        }
        expect(delays).toEqual([1_000, 2_000, 4_000, 0]);
      });
    });

    it("says what it saw instead of the metric", () =>
      inStore({}, async ({ store, ref }) => {
        await store.reserve([proposed(0)]);
        await store.claim(ref(0), WORKER);
        const finished = await store.finish(ref(0), { ...FACTS, state: "no_result", seen: { mae: 4.5, r2: 0.5 } });
        expect(finished).toMatchObject({ trial: { state: "no_result", loss: null, told: 1 } });
        expect(finished).toHaveProperty("trial.reason", expect.stringContaining("mae=4.5, r2=0.5"));
      }));

    it("cancels trials that run and trials that have not begun", () =>
      inStore({}, async ({ store, ref }) => {
        await store.reserve([proposed(0), proposed(1)]);
        await store.claim(ref(0), WORKER);
        expect(await store.finish(ref(0), cancelled("timeout"))).toMatchObject({
          trial: { state: "cancelled", reason: "timeout", told: 1 },
        });
        expect(await store.finish(ref(1), cancelled())).toMatchObject({ trial: { state: "cancelled", told: 2 } });
        expect(await store.claim(ref(1), WORKER)).toBeNull();
      }));

    it("renews the leases of running newest attempts only", () =>
      inStore({ retries: 1 }, async ({ store, ref }) => {
        await store.reserve([proposed(0), proposed(1), proposed(2)]);
        await store.claim(ref(0), WORKER);
        await store.claim(ref(1), WORKER);
        await store.finish(ref(1), failed());
        expect(await store.renew([ref(0), ref(1), ref(2)], 1_000)).toEqual([ref(0)]);
        await store.claim(ref(1, 2), WORKER);
        expect(await store.renew([ref(1), ref(1, 2)], 1_000)).toEqual([ref(1, 2)]);
      }));

    it("stores reports of running attempts and repeats of them, and refuses all others", () =>
      inStore({ retries: 1 }, async ({ store, ref }) => {
        const report = (batch: number): Report => ({
          batch,
          metrics: [{ key: "rmse", value: batch, step: batch, timestampMs: 1_000 }],
          retracted: [],
          params: {},
          tags: {},
        });
        await store.reserve([proposed(0)]);
        expect(await store.report(ref(0), report(1))).toBe("superseded");
        await store.claim(ref(0), WORKER);
        expect(await store.report(ref(0), report(1))).toBe("stored");
        expect(await store.report(ref(0), report(1))).toBe("stored");
        expect(await store.report(ref(0), report(2))).toBe("stored");
        await store.finish(ref(0), failed());
        expect(await store.report(ref(0), report(3))).toBe("superseded");
        await store.claim(ref(0, 2), WORKER);
        expect(await store.report(ref(0), report(4))).toBe("superseded");
        expect(await store.report(ref(0, 2), report(1))).toBe("stored");
      }));
  });
}
