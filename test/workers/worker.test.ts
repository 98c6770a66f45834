import { beforeEach, describe, expect, it } from "vitest";
import { silentLogger } from "../../src/base/index.js";
import {
  type Assignment,
  type ExecutionContext,
  MemoryBroker,
  type Outcome,
  type StopReason,
  Worker,
} from "../../src/workers/index.js";
import { refOf, until } from "../contracts/broker.js";
import { MemoryProtocol } from "./memory-protocol.js";

const FACTS = { startedAtMs: 0, durationMs: 0, outputDirectory: null, logs: {} };
const complete = (value: number): Outcome => ({ ...FACTS, state: "complete", value, result: {} });

let protocol: MemoryProtocol;
let broker: MemoryBroker;
beforeEach(() => {
  protocol = new MemoryProtocol();
  broker = new MemoryBroker();
});

function workerOf(execute: (assignment: Assignment, context: ExecutionContext) => Promise<Outcome>, slots = 1): Worker {
  const identity = { id: "w", host: "h", pid: 1 };
  return new Worker({ identity, slots, broker, protocol, executor: { execute }, logger: silentLogger });
}

async function due(count: number, parts: Partial<Assignment> = {}): Promise<void> {
  const refs = Array.from({ length: count }, (_, i) => protocol.add({ ...parts, ref: refOf(i) }));
  await broker.enqueue(refs);
}

/** Runs until it is stopped, and ends as a command would. */
async function untilStopped(_assignment: Assignment, { signal }: ExecutionContext): Promise<Outcome> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  return { ...FACTS, state: "cancelled", reason: (signal.reason as StopReason).reason };
}

describe("Worker", () => {
  it("takes, runs, reports and finishes what is due", async () => {
    await due(3);
    const worker = workerOf(async ({ ref }, { reporter }) => {
      reporter.metric({ key: "loss", value: ref.trialNumber, step: 0, timestampMs: 0 });
      return complete(ref.trialNumber);
    });
    const end = worker.run();
    await until(() => protocol.outcomes.size === 3);
    worker.drain();
    expect(await end).toEqual({ kind: "drained" });
    expect([...protocol.outcomes.values()]).toEqual([complete(0), complete(1), complete(2)]);
    expect(protocol.reports.map(({ report }) => report.metrics[0]?.value)).toEqual([0, 1, 2]);
  });

  it("stores everything an attempt said before it finishes", async () => {
    await due(1);
    const worker = workerOf(async (_assignment, { reporter }) => {
      for (let step = 0; step < 1200; step++) reporter.metric({ key: "loss", value: 1, step, timestampMs: 0 });
      return complete(1);
    });
    void worker.run();
    await until(() => protocol.outcomes.size === 1);
    expect(protocol.reports.flatMap(({ report }) => report.metrics)).toHaveLength(1200);
    worker.drain();
  });

  it("drops a job that is not due any more", async () => {
    await broker.enqueue([refOf(1)]);
    await due(1);
    const worker = workerOf(async () => complete(1));
    void worker.run();
    await until(() => protocol.outcomes.size === 1);
    worker.drain();
    expect([...protocol.outcomes.keys()]).toEqual(["s1/0/1"]);
  });

  it("finishes what it has in hand when drained, and takes nothing more", async () => {
    await due(2);
    const releases: (() => void)[] = [];
    const worker = workerOf(async () => {
      await new Promise<void>((resolve) => void releases.push(resolve));
      return complete(1);
    });
    const end = worker.run();
    await until(() => releases.length === 1);
    worker.drain();
    releases[0]?.();
    expect(await end).toEqual({ kind: "drained" });
    expect(protocol.outcomes.size).toBe(1);
  });

  it("stops what it has in hand when told to, with the reason", async () => {
    await due(2);
    let started = 0;
    const worker = workerOf((assignment, context) => {
      started++;
      return untilStopped(assignment, context);
    }, 2);
    const end = worker.run();
    await until(() => started === 2);
    worker.stop("interrupted");
    worker.stop("again");
    expect(await end).toEqual({ kind: "stopped", reason: "interrupted" });
    expect([...protocol.outcomes.values()].map((outcome) => "reason" in outcome && outcome.reason)).toEqual([
      "interrupted",
      "interrupted",
    ]);
  });

  it("obeys an order to stop one attempt", async () => {
    await due(2);
    const worker = workerOf(untilStopped, 2);
    const end = worker.run();
    await until(() => protocol.heartbeats.some((refs) => refs.length === 2));
    protocol.order({ kind: "stop", ref: refOf(1), reason: "pruned" });
    await until(() => protocol.outcomes.size === 1);
    expect(protocol.outcomes.get("s1/1/1")).toMatchObject({ state: "cancelled", reason: "pruned" });
    worker.stop("done");
    await end;
  });

  it("reports nothing of an attempt whose lease is lost", async () => {
    await due(1);
    const worker = workerOf(async (assignment, context) => {
      const outcome = await untilStopped(assignment, context);
      context.reporter.tag("late", "word");
      return outcome;
    });
    const end = worker.run();
    await until(() => protocol.heartbeats.length > 0);
    protocol.order({ kind: "lease-lost", ref: refOf(0) });
    await until(async () => (await broker.missing([refOf(0)])).length === 1);
    worker.drain();
    await end;
    expect(protocol.outcomes.size).toBe(0);
    expect(protocol.reports).toEqual([]);
  });

  it("stops an attempt whose report is refused", async () => {
    await due(1);
    const reasons: string[] = [];
    const worker = workerOf(async (assignment, context) => {
      protocol.order({ kind: "lease-lost", ref: assignment.ref });
      context.reporter.tag("a", "b");
      const outcome = await untilStopped(assignment, context);
      reasons.push("reason" in outcome ? outcome.reason : "");
      return outcome;
    });
    const end = worker.run();
    await until(() => reasons.length === 1);
    expect(reasons).toEqual(["superseded"]);
    worker.drain();
    await end;
  });

  it("withdraws when the command cannot be started, after reporting it", async () => {
    await due(3);
    const worker = workerOf(async () => ({ ...FACTS, state: "not_startable", reason: "command not found" }));
    expect(await worker.run()).toEqual({ kind: "withdrawn", reason: "command not found" });
    expect(protocol.outcomes.size).toBe(1);
  });

  it("fails the attempt, not itself, when its executor breaks", async () => {
    await due(2);
    const worker = workerOf(async () => {
      throw new Error("a defect");
    });
    void worker.run();
    await until(() => protocol.outcomes.size === 2);
    worker.drain();
    expect(protocol.outcomes.get("s1/0/1")).toMatchObject({ state: "failed", reason: "a defect" });
  });

  it("goes on when an attempt cannot be claimed", async () => {
    await due(2);
    const claim = protocol.claim.bind(protocol);
    let calls = 0;
    protocol.claim = async (ref, worker) => {
      if (++calls === 1) throw new Error("locked");
      return claim(ref, worker);
    };
    const worker = workerOf(async () => complete(1));
    void worker.run();
    await until(() => protocol.outcomes.size === 1);
    worker.drain();
  });

  it("renews leases only of attempts that last", async () => {
    await due(50);
    const worker = workerOf(async () => complete(1));
    void worker.run();
    await until(() => protocol.outcomes.size === 50);
    worker.drain();
    expect(protocol.heartbeats).toEqual([]);
  });

  it("goes on renewing after a heartbeat failed", async () => {
    await due(1);
    const heartbeat = protocol.heartbeat.bind(protocol);
    let calls = 0;
    protocol.heartbeat = async (...args) => {
      if (++calls === 1) throw new Error("away");
      return heartbeat(...args);
    };
    const worker = workerOf(untilStopped);
    const end = worker.run();
    await until(() => protocol.heartbeats.length > 0);
    worker.stop("done");
    await end;
  });

  it("runs trivial functions at tens of thousands a second", async () => {
    const count = 30_000;
    await due(count);
    const worker = workerOf(async () => complete(1));
    const started = performance.now();
    const end = worker.run();
    await until(() => protocol.outcomes.size === count, 15_000);
    const perSecond = count / ((performance.now() - started) / 1000);
    worker.drain();
    await end;
    // A machine that is busy with other tests gets a tenth of it and passes.
    expect(perSecond).toBeGreaterThan(5000);
  });
});
