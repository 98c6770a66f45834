import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AttemptRef, Outcome, Report, WorkerIdentity, WorkerProtocol } from "../../src/workers/index.js";

/** What the protocol's tests need of whoever is behind it. */
export interface ProtocolHarness {
  readonly protocol: WorkerProtocol;
  /** Makes attempt 1 of a new trial due. */
  due(): Promise<AttemptRef>;
  /** Orders a running attempt to be stopped. */
  stop(ref: AttemptRef, reason: string): Promise<void>;
  /** Takes a running attempt away from its worker, as when its lease ends. */
  supersede(ref: AttemptRef): Promise<void>;
  close(): Promise<void>;
}

const WORKER: WorkerIdentity = { id: "host-1-abc", host: "host", pid: 1 };

function reportOf(batch: number, step: number): Report {
  return { batch, metrics: [{ key: "loss", value: 1, step, timestampMs: 1 }], retracted: [], params: {}, tags: {} };
}

const COMPLETE: Outcome = {
  state: "complete",
  value: 1,
  result: {},
  startedAtMs: 1,
  durationMs: 1,
  outputDirectory: null,
  logs: {},
};

/** The rules of `WorkerProtocol`, for every transport. */
export function workerProtocolContract(name: string, open: () => Promise<ProtocolHarness>): void {
  describe(`${name} keeps the workers' protocol`, () => {
    let harness: ProtocolHarness;
    let protocol: WorkerProtocol;
    beforeEach(async () => {
      harness = await open();
      protocol = harness.protocol;
    });
    afterEach(() => harness.close());

    async function claimed(): Promise<AttemptRef> {
      const ref = await harness.due();
      expect(await protocol.claim(ref, WORKER)).not.toBeNull();
      return ref;
    }

    function beat(refs: readonly AttemptRef[], waitMs: number, signal = new AbortController().signal) {
      return protocol.heartbeat(WORKER, refs, { waitMs, signal });
    }

    it("gives a due attempt out once", async () => {
      const ref = await harness.due();
      expect(await protocol.claim(ref, WORKER)).toMatchObject({ ref });
      expect(await protocol.claim(ref, WORKER)).toBeNull();
    });

    it("gives nothing for an attempt that is not due", async () => {
      const ref = await harness.due();
      expect(await protocol.claim({ ...ref, attempt: ref.attempt + 1 }, WORKER)).toBeNull();
      expect(await protocol.claim({ ...ref, trialNumber: ref.trialNumber + 1000 }, WORKER)).toBeNull();
    });

    it("stores batches, and a repeated one does no harm", async () => {
      const ref = await claimed();
      expect(await protocol.report(ref, reportOf(1, 1))).toBe("stored");
      expect(await protocol.report(ref, reportOf(1, 1))).toBe("stored");
      expect(await protocol.report(ref, reportOf(2, 2))).toBe("stored");
    });

    it("ends an attempt once", async () => {
      const ref = await claimed();
      expect(await protocol.finish(ref, WORKER, COMPLETE)).toBe("accepted");
      expect(await protocol.finish(ref, WORKER, COMPLETE)).toBe("superseded");
      expect(await protocol.report(ref, reportOf(1, 1))).toBe("superseded");
    });

    it("lets nobody speak for an attempt that is not the newest", async () => {
      const ref = await claimed();
      await harness.supersede(ref);
      expect(await protocol.report(ref, reportOf(1, 1))).toBe("superseded");
      expect(await protocol.finish(ref, WORKER, COMPLETE)).toBe("superseded");
    });

    it("tells a worker that has lost its lease", async () => {
      const ref = await claimed();
      await harness.supersede(ref);
      expect(await beat([ref], 2000)).toContainEqual({ kind: "lease-lost", ref });
    });

    it("brings an order while the worker waits for one", async () => {
      const ref = await claimed();
      const started = performance.now();
      const orders = beat([ref], 10_000);
      await harness.stop(ref, "pruned");
      expect(await orders).toEqual([{ kind: "stop", ref, reason: "pruned" }]);
      expect(performance.now() - started).toBeLessThan(5000);
    });

    it("answers with no orders when the wait is over, or given up", async () => {
      const ref = await claimed();
      expect(await beat([ref], 20)).toEqual([]);
      const controller = new AbortController();
      const waiting = beat([ref], 10_000, controller.signal);
      controller.abort();
      expect(await waiting).toEqual([]);
    });
  });
}
