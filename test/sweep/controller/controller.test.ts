import { describe, expect, it } from "vitest";
import { type Json, SweepError, silentLogger, systemClock } from "../../../src/base/index.js";
import { parseAlgo, parseSpace, Study } from "../../../src/search/index.js";
import { Controller } from "../../../src/sweep/controller/controller.js";
import type { ControllerOptions } from "../../../src/sweep/controller/controller-options.js";
import type { SweepEvent, TrialRecord, TrialStore } from "../../../src/sweep/index.js";
import { MemoryTrialStore } from "../../../src/sweep/store/memory-trial-store.js";
import { type Assignment, MemoryBroker, type Outcome, type StopReason, Worker } from "../../../src/workers/index.js";
import { until } from "../../until.js";

type Objective = (x: number, assignment: Assignment, signal: AbortSignal) => Outcome | Promise<Outcome>;

const SWEEP_ID = "sweep";
const METRIC = { name: "loss", goal: "minimize", take: "last" } as const;
const LIMITS = {
  metric: METRIC,
  maxEvals: 10,
  parallel: 1,
  timeoutMs: null,
  lossThreshold: null,
  patience: null,
  maxFailures: 5,
};

function facts() {
  return { startedAtMs: Date.now(), durationMs: 0, outputDirectory: null, logs: {} };
}

function complete(value: number): Outcome {
  return { ...facts(), state: "complete", value, result: {} };
}

function failed(): Outcome {
  return { ...facts(), state: "failed", reason: "exit code 3", exitCode: 3, stderrTail: "no such file" };
}

function noResult(): Outcome {
  return { ...facts(), state: "no_result", seen: { mae: 4 } };
}

/** Runs until it is stopped, and then says so. */
function hang(signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const stopped = () => {
      const { reason } = signal.reason as StopReason;
      resolve({ ...facts(), state: "cancelled", reason });
    };
    if (signal.aborted) stopped();
    else signal.addEventListener("abort", stopped, { once: true });
  });
}

function study(space: Json = { x: { uniform: [0, 1] } }, algo: Json = "random") {
  const parsed = parseSpace(space);
  const sampler = parseAlgo(algo);
  if (!parsed.ok || !sampler.ok) throw new Error("the test's own space is wrong");
  return new Study({ space: parsed.value, algo: sampler.value, seed: 3 });
}

function memoryStore(retries = 0, objective: ControllerOptions["job"]["objective"] = METRIC): TrialStore {
  return new MemoryTrialStore({ sweepId: SWEEP_ID, objective, retries, clock: systemClock });
}

/** Everything a controller needs, with a function in the place of commands. */
class Bench {
  readonly events: SweepEvent[] = [];
  readonly seen: number[] = [];
  readonly settled: TrialRecord[] = [];
  readonly broker = new MemoryBroker();
  readonly controller: Controller;
  readonly #worker: Worker;

  constructor(objective: Objective, changes: Partial<ControllerOptions> & { retries?: number } = {}) {
    const { retries = 0, trials = memoryStore(retries), ...options } = changes;
    this.controller = new Controller({
      sweepId: SWEEP_ID,
      study: study(),
      trials: this.#watched(trials),
      broker: this.broker,
      limits: LIMITS,
      job: {
        experimentId: "1",
        command: null,
        cwd: "/",
        env: {},
        secrets: [],
        objective: METRIC,
        capture: null,
        trialTimeoutMs: null,
        idleTimeoutMs: null,
        leaseMs: 30_000,
      },
      onEvent: (event) => this.events.push(event),
      ...options,
    });
    this.#worker = new Worker({
      identity: { id: "w", host: "h", pid: 1 },
      slots: (options.limits ?? LIMITS).parallel,
      broker: this.broker,
      protocol: this.controller.protocol,
      executor: {
        execute: async (assignment, { signal }) => {
          this.seen.push(assignment.ref.trialNumber);
          return objective(Number(assignment.params.x), assignment, signal);
        },
      },
      logger: silentLogger,
    });
  }

  async run() {
    const working = this.#worker.run();
    try {
      return await this.controller.run();
    } finally {
      this.#worker.drain();
      await working;
    }
  }

  get notices(): string {
    return this.events.flatMap((event) => (event.kind === "notice" ? [event.message] : [])).join("\n");
  }

  #watched(store: TrialStore): TrialStore {
    return {
      reserve: (trials) => store.reserve(trials),
      claim: (ref, worker) => store.claim(ref, worker),
      renew: (refs, leaseMs) => store.renew(refs, leaseMs),
      report: (ref, report) => store.report(ref, report),
      finish: async (ref, outcome) => {
        const finished = await store.finish(ref, outcome);
        if (finished.kind === "settled") this.settled.push(finished.trial);
        return finished;
      },
    };
  }
}

describe("a controller's limits", () => {
  it.each([
    [1, 1],
    [10, 1],
    [7, 3],
    [3, 8],
  ])("runs exactly %i trials, %i at once", async (maxEvals, parallel) => {
    const bench = new Bench((x) => complete(x), { limits: { ...LIMITS, maxEvals, parallel } });
    expect(await bench.run()).toMatchObject({ state: "finished" });
    expect(bench.seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: maxEvals }, (_, number) => number));
    const progress = bench.controller.progress();
    expect(progress).toMatchObject({ state: "finished", total: maxEvals });
    expect(progress.counts).toMatchObject({ complete: maxEvals, waiting: 0, running: 0 });
  });

  it("keeps as many trials running as allowed and never more", async () => {
    let running = 0;
    let most = 0;
    const objective: Objective = async (x) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return complete(x);
    };
    await new Bench(objective, { limits: { ...LIMITS, maxEvals: 20, parallel: 4 } }).run();
    expect(most).toBe(4);
  });

  it("asks ahead for short trials when it may, for no more than there are to be", async () => {
    let most = 0;
    const bench: Bench = new Bench(
      (x) => {
        most = Math.max(most, bench.controller.progress().counts.waiting);
        return complete(x);
      },
      { askAhead: true, limits: { ...LIMITS, maxEvals: 200 } },
    );
    await bench.run();
    expect(bench.seen).toEqual(Array.from({ length: 200 }, (_, number) => number));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });

  it("asks nothing ahead for trials that take their time", async () => {
    let most = 0;
    const bench: Bench = new Bench(
      async (x) => {
        await new Promise((resolve) => setTimeout(resolve, 25));
        most = Math.max(most, bench.controller.progress().counts.waiting);
        return complete(x);
      },
      { askAhead: true, limits: { ...LIMITS, maxEvals: 6, parallel: 2 } },
    );
    await bench.run();
    expect(most).toBeLessThanOrEqual(2);
  });

  it("reports each new best and keeps the lowest finite loss", async () => {
    const values = [3, Number.NaN, 5, Number.NEGATIVE_INFINITY, 2, 2, 4];
    const bench = new Bench((_, { ref }) => complete(values[ref.trialNumber] ?? 0), {
      limits: { ...LIMITS, maxEvals: values.length },
    });
    await bench.run();
    const bests = bench.events.flatMap((event) => (event.kind === "new-best" ? [event.trial.value] : []));
    expect(bests).toEqual([3, 2]);
    expect(bench.controller.progress().best?.number).toBe(4);
  });

  it("ends when the threshold is reached, in the metric's own unit, by a trial that did not fail", async () => {
    const values = [0.5, 0.8, 0.95, 0.99];
    const metric = { ...METRIC, goal: "maximize" } as const;
    const trials = memoryStore(0, metric);
    const bench = new Bench(
      (_, { ref }) => (ref.trialNumber === 1 ? failed() : complete(values[ref.trialNumber] ?? 0)),
      { trials, limits: { ...LIMITS, metric, lossThreshold: 0.9 } },
    );
    expect(await bench.run()).toMatchObject({ state: "finished", reason: "loss 0.95 reached the threshold 0.9" });
    expect(bench.seen).toEqual([0, 1, 2]);
  });

  it("ends after as many trials without a better one as patience has", async () => {
    const values = [5, 3, 4, 3, Number.NaN, 1];
    const bench = new Bench((_, { ref }) => complete(values[ref.trialNumber] ?? 0), {
      limits: { ...LIMITS, patience: 3 },
    });
    expect(await bench.run()).toMatchObject({ state: "finished", reason: "no better loss in 3 trials" });
    expect(bench.seen).toEqual([0, 1, 2, 3, 4]);
  });

  it("stops after consecutive failures only", async () => {
    const bench = new Bench(
      (x, { ref }) => (ref.trialNumber % 3 === 2 || ref.trialNumber > 6 ? failed() : complete(x)),
      {
        limits: { ...LIMITS, maxEvals: 50, maxFailures: 3 },
      },
    );
    const end = await bench.run();
    expect(end).toMatchObject({ state: "failed" });
    expect(end.reason).toContain("3 trials in a row failed");
    expect(bench.seen).toHaveLength(10);
    expect(bench.notices).toContain("Trial 2 failed: exit code 3\nno such file");
  });

  it("stops after three trials without the metric and says what was seen and what to print", async () => {
    const bench = new Bench(() => noResult());
    const end = await bench.run();
    expect(end).toMatchObject({ state: "failed" });
    for (const words of ['without the metric "loss"', "mae=4", 'like "loss: 0.123"'])
      expect(end.reason).toContain(words);
    expect(bench.seen).toEqual([0, 1, 2]);
  });

  it("stops when no worker can start the command", async () => {
    const bench = new Bench(() => ({ ...facts(), state: "not_startable", reason: "pyhton: not found" }));
    const end = await bench.run();
    expect(end).toMatchObject({ state: "failed", error: { code: "command-not-startable" } });
    expect(bench.seen).toEqual([0]);
    expect(bench.notices).not.toContain("runs again");
    expect(bench.controller.progress().counts).toMatchObject({ waiting: 1, failed: 0 });
  });

  it("cancels what runs when its time is up", async () => {
    const bench = new Bench((x, { ref }, signal) => (ref.trialNumber < 2 ? complete(x) : hang(signal)), {
      limits: { ...LIMITS, parallel: 2, timeoutMs: 50 },
    });
    expect(await bench.run()).toMatchObject({ state: "finished", reason: "timeout" });
    expect(bench.settled.map(({ state, reason }) => [state, reason])).toEqual([
      ["complete", null],
      ["complete", null],
      ["cancelled", "timeout"],
      ["cancelled", "timeout"],
    ]);
  });

  it("counts time that earlier processes spent", async () => {
    const bench = new Bench((_x, _assignment, signal) => hang(signal), {
      limits: { ...LIMITS, timeoutMs: 3_600_000 },
      activeMs: 3_599_990,
    });
    expect(await bench.run()).toMatchObject({ reason: "timeout" });
    expect(bench.controller.activeMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it("finishes when every point of a finite space was tried", async () => {
    const bench = new Bench((x) => complete(x), {
      study: study({ x: { randint: [6] }, y: { choice: ["a", "b", "c", "d"] } }),
      limits: { ...LIMITS, maxEvals: 1_000, parallel: 3 },
    });
    const end = await bench.run();
    expect(end).toMatchObject({ state: "finished" });
    expect(end.reason).toBe("all 24 points of the space have been tried: exhausted 24/24");
    expect(bench.seen).toHaveLength(24);
    expect(bench.controller.progress().total).toBe(24);
  });

  it.each([failed, noResult])("fails when all trials did, however few", async (objective) => {
    const bench = new Bench(() => objective(), { limits: { ...LIMITS, maxEvals: 2 } });
    const end = await bench.run();
    expect(end).toMatchObject({ state: "failed" });
    expect(end.reason).toContain("none of the 2 trials has a result (the last: ");
  });

  it("finishes when only some trials failed", async () => {
    const bench = new Bench((x, { ref }) => (ref.trialNumber === 0 ? complete(x) : failed()), {
      limits: { ...LIMITS, maxEvals: 2 },
    });
    expect(await bench.run()).toMatchObject({ state: "finished" });
  });

  it("runs failed trials again before they count", async () => {
    const bench = new Bench((x, { ref }) => (ref.attempt < 3 ? failed() : complete(x)), {
      retries: 2,
      limits: { ...LIMITS, maxEvals: 2, maxFailures: 1 },
    });
    expect(await bench.run()).toMatchObject({ state: "finished" });
    expect(bench.seen).toEqual([0, 0, 0, 1, 1, 1]);
    expect(bench.notices).toContain("Trial 0 runs again (attempt 2): exit code 3");
  });
});

describe("a controller's orders", () => {
  it("lets running trials finish on a gentle stop and settles the rest", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bench = new Bench(
      async (x) => {
        await gate;
        return complete(x);
      },
      { limits: { ...LIMITS, parallel: 2 } },
    );
    const running = bench.run();
    await until(() => bench.seen.length === 2);
    bench.controller.stop("gentle");
    expect(bench.controller.progress().state).toBe("stopping");
    release();
    expect(await running).toMatchObject({ state: "stopped" });
    expect(bench.settled.map(({ state }) => state)).toEqual(["complete", "complete"]);
  });

  it("cancels running trials on a stop now", async () => {
    const bench = new Bench((_x, _assignment, signal) => hang(signal), { limits: { ...LIMITS, parallel: 2 } });
    const running = bench.run();
    await until(() => bench.seen.length === 2);
    bench.controller.stop("gentle");
    bench.controller.stop("now");
    expect(await running).toMatchObject({ state: "stopped" });
    expect(bench.settled.map(({ state, reason }) => [state, reason])).toEqual([
      ["cancelled", "stopped"],
      ["cancelled", "stopped"],
    ]);
  });

  it("leaves interrupted trials to be run again", async () => {
    const bench = new Bench((_x, _assignment, signal) => hang(signal), { limits: { ...LIMITS, parallel: 2 } });
    const running = bench.run();
    await until(() => bench.seen.length === 2);
    bench.controller.interrupt("now");
    expect(await running).toMatchObject({ state: "interrupted" });
    expect(bench.settled).toEqual([]);
    expect(bench.controller.progress().counts).toMatchObject({ waiting: 2, running: 0 });
  });

  it("starts nothing while paused and loses nothing by it", async () => {
    const bench: Bench = new Bench((x, { ref }) => {
      if (ref.trialNumber === 3) bench.controller.pause();
      return complete(x);
    });
    const running = bench.run();
    await until(() => bench.controller.progress().state === "paused" && bench.settled.length === 4);
    // Whatever were to start by mistake would have done so after a turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bench.seen).toEqual([0, 1, 2, 3]);
    bench.controller.resume();
    expect(await running).toMatchObject({ state: "finished" });
    expect(bench.seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("runs further trials when extended", async () => {
    const bench: Bench = new Bench(
      (x, { ref }) => {
        if (ref.trialNumber === 1) bench.controller.extend(3);
        return complete(x);
      },
      { limits: { ...LIMITS, maxEvals: 2 } },
    );
    await bench.run();
    expect(bench.seen).toEqual([0, 1, 2, 3, 4]);
    expect(bench.controller.progress().total).toBe(5);
  });

  it("waits while there is a reason to hold, and goes on by itself", async () => {
    let asked = 0;
    const bench = new Bench((x) => complete(x), {
      limits: { ...LIMITS, maxEvals: 2 },
      holdReason: async () => (++asked === 1 ? "the disk is full" : null),
    });
    const running = bench.run();
    await until(() => bench.notices.includes("No new trials for now: the disk is full"));
    expect(bench.controller.progress().state).toBe("paused");
    expect(bench.seen).toEqual([]);
    expect(await running).toMatchObject({ state: "finished" });
    expect(bench.notices).toContain("goes on");
  });
});

describe("a controller and its store", () => {
  const store = (changes: Partial<TrialStore>): TrialStore => {
    const whole = memoryStore();
    return {
      reserve: (trials) => whole.reserve(trials),
      claim: (ref, worker) => whole.claim(ref, worker),
      renew: (refs, leaseMs) => whole.renew(refs, leaseMs),
      report: (ref, report) => whole.report(ref, report),
      finish: (ref, outcome) => whole.finish(ref, outcome),
      ...changes,
    };
  };
  const diskFull = () => Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });

  it("tries a result again until the disk has room for it", async () => {
    let refusals = 1;
    const whole = store({});
    const trials: TrialStore = {
      ...whole,
      finish: async (ref, outcome) => {
        if (refusals-- > 0) throw new SweepError("store-unusable", "No space left", { cause: diskFull() });
        return whole.finish(ref, outcome);
      },
    };
    const bench = new Bench((x) => complete(x), { trials, limits: { ...LIMITS, maxEvals: 1 } });
    expect(await bench.run()).toMatchObject({ state: "finished" });
    expect(bench.notices).toContain("No space left");
    expect(bench.settled).toHaveLength(1);
  });

  it("can be interrupted while the disk is full", async () => {
    const full = () => Promise.reject(new SweepError("store-unusable", "No space left", { cause: diskFull() }));
    const stuck: [Partial<TrialStore>, "gentle" | "now"][] = [
      [{ reserve: full }, "gentle"],
      [{ finish: full }, "now"],
    ];
    for (const [changes, how] of stuck) {
      const bench = new Bench((x) => complete(x), { trials: store(changes) });
      const running = bench.run();
      await until(() => bench.notices.includes("No space left"));
      bench.controller.interrupt(how);
      expect(await running).toMatchObject({ state: "interrupted" });
    }
  });

  it("gives up when a result cannot be stored for good", async () => {
    const broken = new SweepError("store-unusable", "damaged");
    const trials = store({ finish: () => Promise.reject(broken) });
    await expect(new Bench((x) => complete(x), { trials }).run()).rejects.toBe(broken);
  });

  it("gives up at once when another process owns the sweep", async () => {
    const fenced = new SweepError("owned-elsewhere", "Another process has taken over.");
    const trials = store({ finish: () => Promise.reject(fenced) });
    await expect(new Bench((x) => complete(x), { trials }).run()).rejects.toBe(fenced);
  });

  it("gives up when the store is broken", async () => {
    const broken = new SweepError("store-unusable", "damaged");
    const trials = store({ reserve: () => Promise.reject(broken) });
    await expect(new Bench((x) => complete(x), { trials }).run()).rejects.toBe(broken);
  });

  it("goes on where stored trials left off, as if nothing had happened", async () => {
    const space = { x: { uniform: [0, 1] } };
    const tpe = { tpe: { startup: 3 } };
    const whole = new Bench((x) => complete((x - 0.3) ** 2), { study: study(space, tpe) });
    await whole.run();
    for (const length of [0, 1, 4, 9]) {
      const rest = new Bench((x) => complete((x - 0.3) ** 2), {
        study: study(space, tpe),
        records: whole.settled.slice(0, length),
        trials: continued(length),
      });
      await rest.run();
      const strip = ({ number, params, loss, watermark }: TrialRecord) => ({ number, params, loss, watermark });
      expect(rest.settled.map(strip)).toEqual(whole.settled.slice(length).map(strip));
    }
  });

  /** A store whose results count on from those before. */
  function continued(before: number): TrialStore {
    const fresh = store({});
    return {
      ...fresh,
      finish: async (ref, outcome) => {
        const finished = await fresh.finish(ref, outcome);
        if (finished.kind !== "settled") return finished;
        return { kind: "settled", trial: { ...finished.trial, told: before + (finished.trial.told ?? 0) } };
      },
    };
  }

  it("counts failures of before towards the limits, but not those from before limitsFrom", async () => {
    const before = new Bench(() => failed(), { limits: { ...LIMITS, maxEvals: 4 } });
    await before.run();
    const go = async (limitsFrom: number) => {
      const bench = new Bench(() => failed(), { records: before.settled, limitsFrom, trials: continued(4) });
      await bench.run();
      return bench.seen.length;
    };
    expect(await go(0)).toBe(1);
    expect(await go(4)).toBe(5);
  });

  it("runs a waiting trial of before first, with its params", async () => {
    const record: TrialRecord = {
      number: 0,
      params: { x: 0.125 },
      values: { x: 0.125 },
      watermark: 0,
      runId: "0".repeat(32),
      state: "waiting",
      reason: null,
      attempt: 2,
      loss: null,
      value: null,
      result: {},
      told: null,
      worker: null,
      startedAtMs: null,
      endedAtMs: null,
      durationMs: null,
    };
    const fresh = store({});
    const claimed: TrialRecord = { ...record, state: "running" };
    const trials: TrialStore = {
      ...fresh,
      claim: async (ref, worker) => (ref.trialNumber === 0 ? claimed : fresh.claim(ref, worker)),
      finish: async (ref, outcome) => {
        if (ref.trialNumber > 0) return continued(1).finish(ref, outcome);
        return { kind: "settled", trial: { ...record, state: "complete", loss: 1, value: 1, told: 1 } };
      },
    };
    const tried: [number, number, number][] = [];
    const bench = new Bench(
      (x, { ref }) => {
        tried.push([ref.trialNumber, ref.attempt, x]);
        return complete(x);
      },
      { records: [record], trials, limits: { ...LIMITS, maxEvals: 1 } },
    );
    await bench.run();
    expect(tried).toEqual([[0, 2, 0.125]]);
  });
});
