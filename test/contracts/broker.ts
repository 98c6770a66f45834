import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AttemptRef, Broker, Consumer } from "../../src/workers/index.js";

/** What a broker's tests need to know of it. */
export interface BrokerHarness {
  readonly broker: Broker;
  /** Another broker on the same queue, as another process would have; the same one where there can be no other. */
  readonly other: Broker;
  close(): Promise<void>;
}

export function refOf(trialNumber: number, attempt = 1): AttemptRef {
  return { sweepId: "s1", trialNumber, attempt };
}

/** Polls until `check` holds; fails after `ms`. */
export async function until(check: () => boolean | Promise<boolean>, ms = 5000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`not true within ${ms} ms: ${check}`);
    await delay(5);
  }
}

/** The rules of `src/workers/queue/broker.ts`, for every implementation. */
export function brokerContract(name: string, open: () => Promise<BrokerHarness>): void {
  describe(`${name} keeps the broker's contract`, () => {
    let harness: BrokerHarness;
    let broker: Broker;
    let consumers: Consumer[];
    beforeEach(async () => {
      harness = await open();
      broker = harness.broker;
      consumers = [];
    });
    afterEach(async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await harness.close();
    });

    function consume(slots: number, handle: (ref: AttemptRef) => Promise<void>, from = broker): Consumer {
      const consumer = from.consume({ slots, handle });
      consumers.push(consumer);
      return consumer;
    }

    it("hands out jobs oldest first, whether added before or after the consumer came", async () => {
      const seen: number[] = [];
      await broker.enqueue([refOf(3), refOf(1)]);
      consume(1, async (ref) => void seen.push(ref.trialNumber));
      await broker.enqueue([refOf(2)]);
      await until(() => seen.length === 3);
      expect(seen).toEqual([3, 1, 2]);
    });

    it("wakes a consumer of the same broker at once", async () => {
      const took: number[] = [];
      let resolve = (_ms: number) => {};
      consume(1, async () => resolve(performance.now()));
      for (let i = 0; i < 10; i++) {
        const handled = new Promise<number>((done) => {
          resolve = done;
        });
        const started = performance.now();
        await broker.enqueue([refOf(i)]);
        took.push((await handled) - started);
      }
      expect(Math.min(...took)).toBeLessThan(40);
    });

    it("holds no more than its slots at a time", async () => {
      let running = 0;
      let most = 0;
      let done = 0;
      await broker.enqueue(Array.from({ length: 20 }, (_, i) => refOf(i)));
      consume(3, async () => {
        most = Math.max(most, ++running);
        await delay(2);
        running--;
        done++;
      });
      await until(() => done === 20);
      expect(most).toBe(3);
    });

    it("ignores a job that is there already, waiting or in hand", async () => {
      const seen: number[] = [];
      let release = () => {};
      await broker.enqueue([refOf(1), refOf(1)]);
      await broker.enqueue([refOf(1)]);
      consume(2, async (ref) => {
        seen.push(ref.trialNumber);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      await until(() => seen.length === 1);
      await broker.enqueue([refOf(1)]);
      release();
      await until(async () => (await broker.missing([refOf(1)])).length === 1);
      expect(seen).toEqual([1]);
    });

    it("takes attempts of one trial for different jobs", async () => {
      const seen: AttemptRef[] = [];
      await broker.enqueue([refOf(1, 1), refOf(1, 2), { ...refOf(1), sweepId: "s2" }]);
      consume(1, async (ref) => void seen.push(ref));
      await until(() => seen.length === 3);
      expect(seen).toEqual([refOf(1, 1), refOf(1, 2), { sweepId: "s2", trialNumber: 1, attempt: 1 }]);
    });

    it("counts a job as done when its handler rejects", async () => {
      const seen: number[] = [];
      await broker.enqueue([refOf(1), refOf(2)]);
      consume(1, async (ref) => {
        seen.push(ref.trialNumber);
        throw new Error("on purpose");
      });
      await until(async () => (await broker.missing([refOf(1), refOf(2)])).length === 2);
      expect(seen).toEqual([1, 2]);
    });

    it("tells which jobs are neither waiting nor in hand", async () => {
      const all = [refOf(1), refOf(2), refOf(3)];
      const releases: (() => void)[] = [];
      await broker.enqueue([refOf(1), refOf(2)]);
      expect(await broker.missing(all)).toEqual([refOf(3)]);
      consume(1, () => new Promise<void>((resolve) => void releases.push(resolve)));
      await until(() => releases.length === 1);
      expect(await broker.missing(all)).toEqual([refOf(3)]);
      releases[0]?.();
      await until(() => releases.length === 2);
      await until(async () => (await broker.missing(all)).length === 2);
      expect(await broker.missing(all)).toEqual([refOf(1), refOf(3)]);
      releases[1]?.();
    });

    it("lets a done job be added again", async () => {
      let handled = 0;
      consume(1, async () => void handled++);
      for (let i = 1; i <= 3; i++) {
        await until(async () => (await broker.missing([refOf(1)])).length === 1);
        await broker.enqueue([refOf(1)]);
        await until(() => handled === i);
      }
    });

    it("takes nothing more once a consumer closes, and waits for what it has in hand", async () => {
      const seen: number[] = [];
      let release = () => {};
      await broker.enqueue([refOf(1), refOf(2)]);
      const consumer = consume(1, async (ref) => {
        seen.push(ref.trialNumber);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      await until(() => seen.length === 1);
      let closed = false;
      const closing = consumer.close().then(() => {
        closed = true;
      });
      await delay(20);
      expect(closed).toBe(false);
      release();
      await closing;
      expect(seen).toEqual([1]);
      expect(await broker.missing([refOf(1), refOf(2)])).toEqual([refOf(1)]);
    });

    it("gives each job to one consumer only", async () => {
      const seen: number[] = [];
      const take = async (ref: AttemptRef) => void seen.push(ref.trialNumber);
      consume(2, take);
      consume(2, take, harness.other);
      await broker.enqueue(Array.from({ length: 50 }, (_, i) => refOf(i)));
      await until(() => seen.length >= 50);
      await delay(150);
      expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    });

    it("reaches the consumers of other brokers on the queue soon", async () => {
      const seen: number[] = [];
      consume(1, async (ref) => void seen.push(ref.trialNumber), harness.other);
      await broker.enqueue([refOf(1)]);
      await until(() => seen.length === 1, 1000);
    });
  });
}
