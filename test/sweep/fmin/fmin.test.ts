import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import {
  type FminOptions,
  fmin,
  hp,
  noProgressLoss,
  rand,
  STATUS_FAIL,
  scope,
  Trials,
  tpe,
} from "../../../src/index.js";
import type { SpaceDefinition } from "../../../src/search/index.js";

const space = { x: hp.uniform("x", -5, 5) };

/** A search that leaves no trace, of 8 random trials unless said otherwise. */
function search(options: Partial<FminOptions<typeof space>> = {}) {
  const defaults = { space, objective: (params: { x: number }) => params.x ** 2, algo: rand(), maxEvals: 8, seed: 1 };
  return fmin({ ...defaults, tracking: false, ...options });
}

/** An objective that counts its calls and remembers what it was given. */
function counted(loss: (x: number, call: number) => unknown = (x) => x ** 2) {
  const seen: number[] = [];
  const objective = (params: { x: number }) => {
    seen.push(params.x);
    return loss(params.x, seen.length - 1) as number;
  };
  return { seen, objective };
}

describe("the best point", () => {
  it("is as the objective saw it", async () => {
    const seen: unknown[] = [];
    const best = await fmin({
      space: {
        depth: scope.int(hp.quniform("depth", 2, 8, 1)),
        booster: hp.choice("booster", [{ kind: "gbtree" }, { kind: "dart", drop: hp.uniform("drop", 0, 0.5) }]),
        layers: [hp.randint("first", 4), 7],
        seed: 42,
      },
      objective: (params) => {
        seen.push(params);
        return params.depth + (params.booster.kind === "dart" ? params.booster.drop : 1);
      },
      maxEvals: 30,
      seed: 1,
      tracking: false,
    });
    expect(seen).toContainEqual(best);
    expect(Number.isInteger(best.depth)).toBe(true);
    expect(best.seed).toBe(42);
  });

  it("is raw with returnArgmin", async () => {
    const trials = new Trials();
    const argmin = await fmin({
      space: { kind: hp.choice("kind", ["a", "b"]), depth: scope.int(hp.quniform("depth", 2, 8, 1)) },
      objective: ({ kind, depth }) => depth + (kind === "b" ? 0 : 10),
      maxEvals: 25,
      seed: 1,
      trials,
      returnArgmin: true,
      tracking: false,
    });
    expect(argmin).toEqual(trials.argmin);
    expect(argmin.kind).toBe(1);
  });

  it("is never one whose loss is not finite, nor a failed one", async () => {
    const losses = [Number.NaN, -1 / 0, 3, { status: STATUS_FAIL, loss: -9 }, 2, 1 / 0];
    const { seen, objective } = counted((_, call) => losses[call]);
    expect(await search({ objective, maxEvals: 6 })).toEqual({ x: seen[4] });
  });

  it.each([
    ["every trial diverged", () => Number.NaN],
    ["every trial failed", () => ({ status: STATUS_FAIL }) as const],
  ])("is an error when %s", async (_, objective) => {
    await expect(search({ objective })).rejects.toMatchObject({ code: "no-best-trial" });
  });

  it("comes from TPE closer than from chance", async () => {
    const { x: guided } = await search({ algo: tpe(), maxEvals: 60 });
    const { x: blind } = await search({ algo: rand(), maxEvals: 10 });
    expect(Math.abs(guided)).toBeLessThan(Math.abs(blind));
  });
});

describe("maxEvals", () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "10"])("refuses %s", async (maxEvals) => {
    const options = { maxEvals: maxEvals as number };
    await expect(search(options)).rejects.toMatchObject({ code: "bad-argument", issues: [{ path: "maxEvals" }] });
  });

  it("is exact, in a row or at once", async () => {
    for (const parallel of [1, 3]) {
      const { seen, objective } = counted();
      await search({ objective, maxEvals: 7, parallel });
      expect(seen).toHaveLength(7);
    }
  });

  it("counts what the trials hold already", async () => {
    const trials = new Trials();
    const { seen, objective } = counted();
    await search({ objective, trials, maxEvals: 5 });
    await search({ objective, trials, maxEvals: 5 });
    expect(seen).toHaveLength(5);
    await search({ objective, trials, maxEvals: 8 });
    expect(seen).toHaveLength(8);
    expect(trials.tids).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("may be left out when the space has an end", async () => {
    const best = await fmin({ space: { n: hp.randint("n", 6) }, objective: ({ n }) => n, tracking: false });
    expect(best).toEqual({ n: 0 });
  });

  it("may not be left out when nothing else would end the search", async () => {
    await expect(search({ maxEvals: undefined })).rejects.toThrow(/nothing would end this search/);
  });
});

describe("going on with trials", () => {
  it("proposes what an uninterrupted search would have, and nothing twice", async () => {
    for (const algo of [rand(), tpe()]) {
      const whole = counted();
      await search({ objective: whole.objective, algo, maxEvals: 30 });
      const parts = counted();
      const saved = new Trials();
      await search({ objective: parts.objective, algo, maxEvals: 18, trials: saved });
      const restored = Trials.fromJSON(JSON.parse(JSON.stringify(saved)));
      await search({ objective: parts.objective, algo, maxEvals: 30, trials: restored });
      expect(parts.seen).toEqual(whole.seen);
      expect(new Set(parts.seen).size).toBe(30);
    }
  });

  it("answers with the best of all, also when nothing is left to do", async () => {
    const trials = new Trials();
    const first = await search({ trials });
    const never = { objective: () => Number.POSITIVE_INFINITY };
    expect(await search({ ...never, trials })).toEqual(first);
    expect(await search({ ...never, trials, maxEvals: 12 })).toEqual(first);
    expect(trials.length).toBe(12);
  });

  it("refuses trials of another space and leaves them as they were", async () => {
    const trials = new Trials();
    await fmin({ space: { y: hp.uniform("y", 0, 1) }, objective: ({ y }) => y, maxEvals: 2, trials, tracking: false });
    await expect(search({ trials })).rejects.toMatchObject({ code: "bad-space" });
    expect(trials.length).toBe(2);
  });

  it("keeps results and statuses as hyperopt does", async () => {
    const trials = new Trials();
    const { objective } = counted((_, call) =>
      call === 1 ? { status: STATUS_FAIL, why: "odd" } : { loss: call, extra: [call] },
    );
    await search({ objective, trials, maxEvals: 3 });
    expect(trials.losses()).toEqual([0, null, 2]);
    expect(trials.results).toEqual([
      { status: "ok", loss: 0, extra: [0] },
      { status: "fail", why: "odd" },
      { status: "ok", loss: 2, extra: [2] },
    ]);
  });
});

describe("pointsToEvaluate", () => {
  it("come first and count", async () => {
    const { seen, objective } = counted();
    await search({ objective, pointsToEvaluate: [{ x: 1 }, { x: -2 }], maxEvals: 5 });
    expect(seen).toHaveLength(5);
    expect(seen.slice(0, 2)).toEqual([1, -2]);
  });

  it("work with trials, where those tried before are not tried again", async () => {
    const trials = new Trials();
    const { seen, objective } = counted();
    await search({ objective, trials, pointsToEvaluate: [{ x: 1 }], maxEvals: 2 });
    await search({ objective, trials, pointsToEvaluate: [{ x: 1 }, { x: 4 }], maxEvals: 4 });
    expect(seen.filter((x) => x === 1)).toHaveLength(1);
    expect(seen[2]).toBe(4);
  });

  it("that are not in the space are refused before anything runs, with their place", async () => {
    const { seen, objective } = counted();
    const points = [{ x: 1 }, { x: 100 }];
    await expect(search({ objective, pointsToEvaluate: points })).rejects.toThrow(/pointsToEvaluate\[1\].*x.*100/);
    expect(seen).toEqual([]);
  });
});

describe("lossThreshold", () => {
  it("ends the search at a loss equal to it", async () => {
    const { seen, objective } = counted((_, call) => 10 - call);
    await search({ objective, lossThreshold: 7, maxEvals: 50 });
    expect(seen).toHaveLength(4);
  });

  it("is not reached by failed trials", async () => {
    const { seen, objective } = counted((_, call) => (call < 3 ? { status: STATUS_FAIL, loss: -10 } : 1));
    await search({ objective, lossThreshold: 0, maxEvals: 6 });
    expect(seen).toHaveLength(6);
  });

  it("reached by the trials given leaves nothing to do", async () => {
    const trials = new Trials();
    await search({ trials });
    const { seen, objective } = counted();
    await search({ objective, trials, lossThreshold: 100, maxEvals: 50 });
    expect(seen).toEqual([]);
  });
});

describe("an objective that throws", () => {
  const broken = () => counted((x, call) => (call === 2 ? missing() : x ** 2));
  function missing(): never {
    throw new RangeError("no such file");
  }

  it("ends the search with its error, once the trial has failed", async () => {
    const trials = new Trials();
    const { seen, objective } = broken();
    await expect(search({ objective, trials })).rejects.toMatchObject({
      code: "bad-objective",
      message: "The objective of trial 2 threw: no such file",
      cause: expect.any(RangeError),
    });
    expect(seen).toHaveLength(3);
    expect(trials.statuses()).toEqual(["ok", "ok", "fail"]);
  });

  it("is a failed trial with catchErrors, and counts", async () => {
    const trials = new Trials();
    const { seen, objective } = broken();
    await search({ objective, trials, catchErrors: true });
    expect(seen).toHaveLength(8);
    expect(trials.losses()[2]).toBeNull();
  });

  it("and one that returns no result fare alike", async () => {
    const { objective } = counted((_, call) => (call === 1 ? "0.5" : 1));
    await expect(search({ objective })).rejects.toThrow('The objective of trial 1 returned the string "0.5"');
    const trials = new Trials();
    await search({
      objective: counted((_, call) => (call === 1 ? undefined : 1)).objective,
      trials,
      catchErrors: true,
    });
    expect(trials.statuses().filter((status) => status === "fail")).toHaveLength(1);
  });

  it("also stops the trials that run beside it", async () => {
    const signals: AbortSignal[] = [];
    const objective = async (_: { x: number }, trial: { number: number; signal: AbortSignal }) => {
      signals.push(trial.signal);
      return trial.number === 1 ? missing() : new Promise<number>(() => {});
    };
    await expect(search({ objective, parallel: 3 })).rejects.toMatchObject({ code: "bad-objective" });
    expect(signals.map((signal) => signal.aborted)).toContain(true);
  });
});

describe("parallel", () => {
  it("runs that many objectives at once, and no more", async () => {
    let running = 0;
    let most = 0;
    const objective = async ({ x }: { x: number }) => {
      running += 1;
      most = Math.max(most, running);
      await delay(2);
      running -= 1;
      return x ** 2;
    };
    await search({ objective, parallel: 4, maxEvals: 20 });
    expect(most).toBe(4);
  });

  it("proposes the same random points as one at a time", async () => {
    const [alone, together] = [new Trials(), new Trials()];
    await search({ trials: alone });
    const objective = async ({ x }: { x: number }) => {
      await delay(Math.abs(x));
      return x ** 2;
    };
    await search({ trials: together, objective, parallel: 3 });
    expect(together.vals).toEqual(alone.vals);
  });
});

describe("an end by time or by signal", () => {
  const stuck = (after: number) => {
    const signals: AbortSignal[] = [];
    const objective = ({ x }: { x: number }, trial: { number: number; signal: AbortSignal }) => {
      signals.push(trial.signal);
      return trial.number < after ? x ** 2 : new Promise<number>(() => {});
    };
    return { signals, objective };
  };

  it("comes at the timeout although an objective never settles, and the best so far is the answer", async () => {
    const trials = new Trials();
    const { signals, objective } = stuck(3);
    const start = performance.now();
    const best = await search({ objective, timeout: 60, trials });
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(best).toEqual(trials.best);
    expect(trials.length).toBe(3);
    expect(signals.at(-1)?.aborted).toBe(true);
  });

  it("without any result is an error", async () => {
    await expect(search({ objective: stuck(0).objective, timeout: 20 })).rejects.toMatchObject({
      code: "no-best-trial",
    });
  });

  it("comes to objectives that never wait", async () => {
    const start = performance.now();
    await search({ maxEvals: undefined, timeout: 40 });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it("by signal aborts what runs and rejects", async () => {
    const stop = new AbortController();
    const { signals, objective } = stuck(2);
    const trials = new Trials();
    const ended = search({ objective, trials, signal: stop.signal });
    await expect.poll(() => signals.length).toBe(3);
    stop.abort(new Error("window closed"));
    await expect(ended).rejects.toMatchObject({ code: "interrupted", cause: { message: "window closed" } });
    expect(signals.at(-1)?.aborted).toBe(true);
    expect(trials.length).toBe(2);
  });

  it("by a signal that has aborted before runs nothing", async () => {
    const { seen, objective } = counted();
    await expect(search({ objective, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "interrupted" });
    expect(seen).toEqual([]);
  });
});

describe("earlyStop", () => {
  it("is asked after every trial, with what it returned before", async () => {
    const asked: unknown[] = [];
    const { seen, objective } = counted();
    await search({
      objective,
      earlyStop: (trials, calls: number = 0) => {
        asked.push([trials.length, calls]);
        return [calls === 3, [calls + 1]];
      },
    });
    expect(asked).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
    expect(seen).toHaveLength(4);
  });

  it("stops after a number of results without progress", async () => {
    const { seen, objective } = counted(() => 1);
    await search({ objective, maxEvals: 100, earlyStop: noProgressLoss(10) });
    expect(seen).toHaveLength(10);
  });

  it.each([
    ["throws", () => JSON.parse("{") as never],
    ["returns no pair", () => true as never],
  ])("that %s ends the search with an error", async (_, earlyStop) => {
    await expect(search({ earlyStop })).rejects.toMatchObject({ code: "bad-argument", message: /^earlyStop failed: / });
  });
});

describe("showProgress", () => {
  const written = async (showProgress: boolean | undefined) => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await search({
      showProgress,
      objective: counted((_, call) => (call === 0 ? { status: STATUS_FAIL } : call)).objective,
    });
    const text = write.mock.calls.map(([chunk]) => String(chunk)).join("");
    write.mockRestore();
    return text;
  };

  it("shows how far the search is and its best, on one line of stderr", async () => {
    expect(await written(true)).toContain("8/8 trials, 1 failed, best loss 1 (trial 1)");
  });

  it("rounds the loss", async () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await search({ showProgress: true, objective: () => 2.6628072528360978 });
    const text = write.mock.calls.map(([chunk]) => String(chunk)).join("");
    write.mockRestore();
    expect(text).toContain("best loss 2.66281 (trial 0)");
  });

  it("is off without a terminal", async () => {
    expect(process.stderr.isTTY).toBeFalsy();
    expect(await written(undefined)).toBe("");
  });
});

describe("seed", () => {
  it("gives the same search again, and another one with another", async () => {
    const seen = async (seed: number | undefined) => {
      const trials = new Trials();
      await search({ seed, trials });
      return trials.vals;
    };
    expect(await seen(7)).toEqual(await seen(7));
    expect(await seen(7)).not.toEqual(await seen(8));
    expect(await seen(undefined)).not.toEqual(await seen(undefined));
  });
});

describe("options", () => {
  const refused = (options: object) => fmin({ ...options } as FminOptions<SpaceDefinition>);

  it("with an unknown name are refused, with the likely one", async () => {
    await expect(refused({ space, objective: () => 1, maxEval: 3 })).rejects.toMatchObject({
      code: "bad-argument",
      issues: [{ path: "maxEval", message: 'unknown option; did you mean "maxEvals"?' }],
    });
  });

  it("are all checked at once", async () => {
    const options = { space, seed: 1.5, parallel: 0, timeout: -1, catchErrors: "yes", trials: [], algo: {}, pruner: 1 };
    const error = await refused(options).catch((thrown: unknown) => thrown);
    const paths = (error as { issues: { path: string }[] }).issues.map(({ path }) => path);
    expect(paths.toSorted()).toEqual([
      "algo",
      "catchErrors",
      "objective",
      "parallel",
      "pruner",
      "seed",
      "timeout",
      "trials",
    ]);
  });

  it("limit trials at once as a space file does", async () => {
    await expect(refused({ space, objective: () => 1, parallel: 1e9 })).rejects.toMatchObject({
      issues: [{ path: "parallel", message: "expected an integer from 1 to 1000, got 1000000000" }],
    });
  });

  it("may be left undefined", async () => {
    await expect(search({ timeout: undefined, trials: undefined })).resolves.toBeDefined();
  });

  it("need a space", async () => {
    await expect(refused({ objective: () => 1, maxEvals: 1 })).rejects.toThrow(/space: expected a search space/);
    await expect(refused({ space: {}, objective: () => 1, maxEvals: 1 })).rejects.toMatchObject({ code: "bad-space" });
  });
});
