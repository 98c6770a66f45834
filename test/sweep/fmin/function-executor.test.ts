import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Json, SweepError } from "../../../src/base/index.js";
import { FunctionExecutor, type ObjectiveFunction } from "../../../src/sweep/fmin/function-executor.js";
import type { Assignment, AttemptReporter, MetricPoint, StopReason } from "../../../src/workers/index.js";

const assignment: Assignment = {
  ref: { sweepId: "s2345678", trialNumber: 3, attempt: 1 },
  runId: "0123456789abcdef0123456789abcdef",
  experimentId: "1",
  params: { x: 2 },
  command: null,
  cwd: "/",
  env: {},
  secrets: [],
  objective: { name: "loss", goal: "minimize", take: "last" },
  capture: null,
  trialTimeoutMs: null,
  idleTimeoutMs: null,
  leaseMs: 1000,
};

/** Executes one attempt; what was said on the way is in `metrics`, `params`, `tags` and `errors`. */
function setUp(objective: ObjectiveFunction, scratch: string | null = "unused") {
  const metrics: Pick<MetricPoint, "key" | "value" | "step">[] = [];
  const said: Record<string, unknown> = {};
  const errors: SweepError[] = [];
  const reporter: AttemptReporter = {
    metric: ({ key, value, step }) => void metrics.push({ key, value, step }),
    retract: () => {},
    backlog: () => null,
    param: (key, value) => Object.assign(said, { [key]: value }),
    tag: (key, value) => Object.assign(said, { [key]: value }),
  };
  const stop = new AbortController();
  const executor = new FunctionExecutor({
    objective,
    pruning: null,
    scratch: scratch === null ? null : () => scratch,
    onError: (error) => void errors.push(error),
  });
  const outcome = executor.execute(assignment, { reporter, signal: stop.signal });
  return { outcome, metrics, said, errors, stop: (reason: StopReason) => stop.abort(reason) };
}

describe("what an objective returns", () => {
  it.each([
    ["a number", () => 4, 4, {}],
    ["a promise of a number", async () => 4, 4, {}],
    ["a result without status", () => ({ loss: 4 }), 4, {}],
    ["a result with more", () => ({ loss: 4, status: "ok", note: "n", nested: [1] }), 4, { note: "n", nested: [1] }],
    ["NaN", () => Number.NaN, Number.NaN, {}],
    ["infinity", () => ({ loss: Number.POSITIVE_INFINITY }), Number.POSITIVE_INFINITY, {}],
  ])("%s is a result", async (_, objective, value, result) => {
    const { outcome, metrics } = setUp(objective);
    expect(await outcome).toMatchObject({ state: "complete", value, result });
    expect(metrics).toEqual([{ key: "loss", value, step: 0 }]);
  });

  it("status fail is a failure that is no error", async () => {
    const { outcome, errors, metrics } = setUp(() => ({ status: "fail", why: "no data" }));
    expect(await outcome).toMatchObject({
      state: "failed",
      reason: "the objective returned status fail",
      result: { why: "no data" },
    });
    expect([errors, metrics]).toEqual([[], []]);
  });

  const cyclic: Record<string, unknown> = { loss: 1 };
  cyclic.self = cyclic;
  it.each([
    [undefined, "returned undefined"],
    [null, "returned null"],
    ["0.3", 'returned the string "0.3"'],
    [[1], "returned an array"],
    [true, "returned the boolean true"],
    [{}, "an object whose loss is undefined"],
    [{ loss: "3" }, 'an object whose loss is the string "3"'],
    [{ loss: 1, status: "suspended" }, 'status the string "suspended"'],
    [cyclic, "holds something besides its loss that is not JSON: self"],
  ])("%j is refused, naming the trial and what came", async (returned, words) => {
    const { outcome, errors } = setUp(() => returned);
    expect(await outcome).toMatchObject({ state: "failed" });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: "bad-objective" });
    expect(errors[0]?.message).toContain(words);
    expect(errors[0]?.message).toContain("trial 3");
  });

  it.each([
    ["throws", () => fail()],
    ["rejects", async () => fail()],
  ])("one that %s fails, with the cause kept", async (_, objective) => {
    const { outcome, errors } = setUp(objective);
    expect(await outcome).toMatchObject({ state: "failed", reason: "no such file" });
    expect(errors[0]).toMatchObject({ code: "bad-objective", cause: expect.any(RangeError) });
    expect(errors[0]?.message).toBe("The objective of trial 3 threw: no such file");
  });
});

function fail(): number {
  throw new RangeError("no such file");
}

describe("what an objective is given", () => {
  it("is its params and its trial", async () => {
    const { outcome } = setUp((params, { number, runId }) => ({ loss: 0, params, number, runId }));
    const { ref, runId, params } = assignment;
    expect(await outcome).toMatchObject({ result: { params, number: ref.trialNumber, runId } });
  });

  it("records metrics, params and tags", async () => {
    const { outcome, metrics, said } = setUp((_, trial) => {
      trial.logMetric("accuracy", 0.5);
      trial.logMetric("accuracy", 0.6, 7);
      trial.logParam("rows", 442);
      trial.setTag("team", "blue");
      return 1;
    });
    await outcome;
    expect(metrics).toEqual([
      { key: "accuracy", value: 0.5, step: 0 },
      { key: "accuracy", value: 0.6, step: 7 },
      { key: "loss", value: 1, step: 0 },
    ]);
    expect(said).toEqual({ rows: 442, team: "blue" });
  });

  it("records params as they are when it does, and refuses those that are no JSON", async () => {
    const { outcome, said } = setUp((_, trial) => {
      const layers = [64];
      trial.logParam("layers", layers);
      layers.push(32);
      return 1;
    });
    await outcome;
    expect(said).toEqual({ layers: [64] });
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    for (const value of [1n, { a: 1n }, cyclic, undefined, () => 1]) {
      let thrown: unknown;
      await setUp((_, trial) => {
        try {
          trial.logParam("setting", value as Json);
        } catch (error) {
          thrown = error;
        }
        return 1;
      }).outcome;
      expect(thrown).toMatchObject({ code: "bad-argument", message: expect.stringContaining('Param "setting"') });
    }
  });

  it("makes reports the loss's curve, which ends with the returned loss", async () => {
    const curve = (returned: number) =>
      setUp((_, trial) => {
        trial.report(5, 0);
        trial.report(4, 1);
        return returned;
      });
    const same = curve(4);
    const other = curve(3);
    await Promise.all([same.outcome, other.outcome]);
    expect(same.metrics.map(({ value, step }) => [step, value])).toEqual([
      [0, 5],
      [1, 4],
    ]);
    expect(other.metrics.map(({ value, step }) => [step, value])).toEqual([
      [0, 5],
      [1, 4],
      [2, 3],
    ]);
  });

  it("refuses metrics that are no numbers", async () => {
    const { outcome, errors } = setUp((_, trial) => trial.logMetric("accuracy", "0.5" as unknown as number));
    await outcome;
    expect(errors[0]?.message).toContain('Metric "accuracy" got string 0.5');
  });

  it("refuses steps that are no integers", async () => {
    const { outcome, errors } = setUp((_, trial) => trial.report(1, 0.5));
    await outcome;
    expect(errors[0]?.message).toContain("got step 0.5");
  });
});

describe("files of a trial", () => {
  const folder = mkdtempSync(join(tmpdir(), "function-executor-"));
  const file = join(folder, "trees.json");
  writeFileSync(file, "[]");

  it("are copied below the scratch folder, waited for or not", async () => {
    const { outcome } = setUp(
      (_, trial) => {
        void trial.logArtifact(file);
        void trial.logArtifact(file, "plots/deep");
        void trial.logModel(file);
        return 1;
      },
      join(folder, "scratch"),
    );
    const { outputDirectory } = await outcome;
    const read = (path: string) => readFileSync(join(outputDirectory ?? "", path), "utf8");
    expect(["trees.json", "plots/deep/trees.json", "model/trees.json"].map(read)).toEqual(["[]", "[]", "[]"]);
  });

  it("that are folders become the model as they are", async () => {
    const { outcome } = setUp(
      async (_, trial) => {
        await trial.logModel(folder);
        return 1;
      },
      mkdtempSync(join(tmpdir(), "function-executor-")),
    );
    expect(readFileSync(join((await outcome).outputDirectory ?? "", "model", "trees.json"), "utf8")).toBe("[]");
  });

  it("that are missing fail the trial", async () => {
    const { outcome, errors } = setUp((_, trial) => {
      void trial.logArtifact(join(folder, "absent"));
      return 1;
    }, folder);
    expect(await outcome).toMatchObject({ state: "failed" });
    expect(errors[0]?.message).toContain("ENOENT");
  });

  it("cannot leave the run's artifacts", async () => {
    const { outcome, errors } = setUp(async (_, trial) => {
      await trial.logArtifact(file, "../other-run");
      return 1;
    }, folder);
    await outcome;
    expect(errors[0]?.message).toContain("outside the run's artifacts");
  });

  it("are not kept without a scratch folder, nor is anything else", async () => {
    const { outcome, metrics, said } = setUp(async (_, trial) => {
      trial.report(2, 0);
      trial.setTag("team", "blue");
      await trial.logModel(file);
      return 1;
    }, null);
    expect(await outcome).toMatchObject({ state: "complete", outputDirectory: null });
    expect([metrics, said]).toEqual([[], {}]);
  });
});

describe("stopping", () => {
  it("ends an attempt whose promise never settles, and aborts its signal", async () => {
    let seen: AbortSignal | null = null;
    const { outcome, stop } = setUp((_, { signal }) => {
      seen = signal;
      return new Promise(() => {});
    });
    stop({ kind: "stop", reason: "timeout" });
    expect(await outcome).toMatchObject({ state: "cancelled", reason: "timeout" });
    expect(seen).toMatchObject({ aborted: true });
  });

  it("is no failure of an objective that throws because of it", async () => {
    const { outcome, errors, stop } = setUp(
      (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("stopped")))),
    );
    stop({ kind: "stop", reason: "interrupted" });
    expect(await outcome).toMatchObject({ state: "cancelled", reason: "interrupted" });
    expect(errors).toEqual([]);
  });

  it("before the start ends it at its first wait", async () => {
    const stop = new AbortController();
    stop.abort({ kind: "stop", reason: "timeout" } satisfies StopReason);
    const executor = new FunctionExecutor({
      objective: async () => 1,
      pruning: null,
      scratch: null,
      onError: () => {},
    });
    const context = { reporter: {} as AttemptReporter, signal: stop.signal };
    expect(await executor.execute(assignment, context)).toMatchObject({ state: "cancelled", reason: "timeout" });
  });

  it("leaves params as they were, whatever the objective does to its own", async () => {
    const params = { x: 2, nested: { list: [{ y: 1 }] } };
    const executor = new FunctionExecutor({
      objective: (given) => {
        const own = given as { x?: number; nested: { list: { y: number }[] } };
        delete own.x;
        own.nested.list.push({ y: 2 });
        for (const item of own.nested.list) item.y = 3;
        return 1;
      },
      pruning: null,
      scratch: null,
      onError: () => {},
    });
    const context = { reporter: {} as AttemptReporter, signal: new AbortController().signal };
    await executor.execute({ ...assignment, params }, context);
    expect(params).toEqual({ x: 2, nested: { list: [{ y: 1 }] } });
  });
});

describe("objectives that never wait", () => {
  it("leave timers their turn", async () => {
    const executor = new FunctionExecutor({ objective: () => 1, pruning: null, scratch: null, onError: () => {} });
    const reporter: AttemptReporter = {
      backlog: () => null,
      metric: () => {},
      retract: () => {},
      param: () => {},
      tag: () => {},
    };
    let fired = false;
    setTimeout(() => {
      fired = true;
    }, 1);
    const deadline = performance.now() + 5_000;
    while (!fired && performance.now() < deadline) {
      await executor.execute(assignment, { reporter, signal: new AbortController().signal });
    }
    expect(fired).toBe(true);
  });
});
