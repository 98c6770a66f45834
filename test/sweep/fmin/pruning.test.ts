import { describe, expect, it } from "vitest";
import {
  type FminOptions,
  fmin,
  grid,
  hp,
  noProgressLoss,
  pruners,
  rand,
  STATUS_OK,
  TrialPruned,
  Trials,
  tpe,
} from "../../../src/index.js";

const space = { x: hp.uniform("x", 0, 1) };

/** A training of five steps whose loss falls towards `x`, and which asks after each step whether to go on. */
function training(steps: number[] = []) {
  return ({ x }: { x: number }, trial: Parameters<FminOptions<typeof space>["objective"]>[1]) => {
    for (let step = 0; step < 5; step++) {
      steps[trial.number] = step + 1;
      trial.report(x + 1 / (step + 1), step);
      if (trial.shouldPrune()) throw new TrialPruned();
    }
    return x;
  };
}

function search(options: Partial<FminOptions<typeof space>> = {}) {
  const defaults = { space, objective: training(), algo: rand(), maxEvals: 20, seed: 1, tracking: false } as const;
  return fmin({ ...defaults, ...options });
}

describe("fmin with a pruner", () => {
  it("ends trials early, which count but are never the best", async () => {
    const steps: number[] = [];
    const trials = new Trials();
    const best = await search({ objective: training(steps), pruner: pruners.median({ startup: 3 }), trials });
    expect(trials.length).toBe(20);
    const pruned = trials.trials.filter(({ result }) => result.status === "pruned");
    expect(pruned.length).toBeGreaterThan(5);
    for (const { tid, result, params } of pruned) {
      const taken = steps[tid] ?? 0;
      expect(taken).toBeLessThan(5);
      expect(result.loss).toBeCloseTo((params.x as number) + 1 / taken, 12);
      expect(best).not.toEqual(params);
    }
    const losses = trials.losses().filter((loss) => loss !== null);
    expect(losses).toHaveLength(20 - pruned.length);
    expect(best.x).toBe(Math.min(...losses));
  });

  it("lets a pruned trial's low loss win nothing", async () => {
    const objective: FminOptions<typeof space>["objective"] = ({ x }, trial) => {
      if (trial.number === 2) {
        trial.report(-100, 0);
        throw new TrialPruned();
      }
      return x;
    };
    const trials = new Trials();
    const best = await search({ objective, trials, maxEvals: 5, lossThreshold: -1 });
    expect(trials.length).toBe(5);
    expect(best.x).toBeGreaterThanOrEqual(0);
    expect(trials.bestTrial.tid).not.toBe(2);
    expect(trials.losses()[2]).toBeNull();
  });

  it("prunes nothing without a pruner, but lets an objective end its own trial", async () => {
    const answers = new Set<boolean>();
    const trials = new Trials();
    await search({
      objective: ({ x }, trial) => {
        trial.report(x, 0);
        answers.add(trial.shouldPrune());
        if (trial.number % 2 === 1) throw new TrialPruned("half of them are enough");
        return x;
      },
      maxEvals: 6,
      trials,
    });
    expect(answers).toEqual(new Set([false]));
    expect(trials.statuses()).toEqual(["ok", "pruned", "ok", "pruned", "ok", "pruned"]);
  });

  it("has a trial that reported nothing end as pruned without a loss", async () => {
    const trials = new Trials();
    const objective = (_: unknown, trial: { number: number }) => {
      if (trial.number === 0) throw new TrialPruned();
      return { loss: 1, status: STATUS_OK } as const;
    };
    await search({ objective, trials, maxEvals: 2 });
    expect(trials.results).toEqual([
      { status: "pruned", loss: null },
      { status: "ok", loss: 1 },
    ]);
  });

  it("is the same search again for the same seed, and when it is resumed from saved trials", async () => {
    const whole = new Trials();
    const options = {
      algo: tpe({ startup: 3 }),
      objective: ((params, trial) => {
        trial.report(params.x, 0);
        if (trial.number % 3 === 1) throw new TrialPruned();
        return params.x;
      }) satisfies FminOptions<typeof space>["objective"],
    };
    await search({ ...options, trials: whole });
    const first = new Trials();
    await search({ ...options, trials: first, maxEvals: 9 });
    const second = Trials.fromJSON(JSON.parse(JSON.stringify(first)));
    await search({ ...options, trials: second });
    expect(second.trials).toEqual(whole.trials);
  });

  it("counts a pruned trial as one without progress", async () => {
    const trials = new Trials();
    const objective: FminOptions<typeof space>["objective"] = (_, trial) => {
      trial.report(-trial.number, 0);
      if (trial.number > 0) throw new TrialPruned();
      return 0;
    };
    await search({ objective, trials, earlyStop: noProgressLoss(4) });
    expect(trials.length).toBe(4);
  });

  it("keeps curves apart when trials run at once", async () => {
    const trials = new Trials();
    const objective: FminOptions<typeof space>["objective"] = async ({ x }, trial) => {
      for (let step = 0; step < 5; step++) {
        await Promise.resolve();
        trial.report(x, step);
        if (trial.shouldPrune()) throw new TrialPruned();
      }
      return x;
    };
    await search({ objective, trials, parallel: 4, pruner: pruners.successiveHalving({ reductionFactor: 2 }) });
    const kept = trials.trials.filter(({ result }) => result.status === "ok").map(({ params }) => params.x as number);
    expect(kept.length).toBeGreaterThan(0);
    expect(Math.min(...kept)).toBe(Math.min(...trials.trials.map(({ params }) => params.x as number)));
  });

  it("refuses a pruner that is none", async () => {
    await expect(search({ pruner: "median" as never })).rejects.toThrow(
      "pruner: expected a pruner: pruners.median(), …, got 'median'",
    );
  });
});

describe("fmin with a grid", () => {
  it("needs no limit, and ends when every point was tried", async () => {
    const trials = new Trials();
    const options = {
      algo: grid({ steps: 5 }),
      objective: ({ x }: { x: number }) => (x - 0.6) ** 2,
      tracking: false,
    } as const;
    expect(await fmin({ space, ...options, trials })).toEqual({ x: 0.5 });
    expect(trials.vals.x).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it("goes on with what is left", async () => {
    const trials = new Trials();
    const run = (maxEvals?: number) => search({ algo: grid({ steps: 5 }), objective: ({ x }) => x, trials, maxEvals });
    await run(2);
    await run(undefined);
    expect(trials.vals.x).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it("refuses a continuous space without steps, naming what needs them", async () => {
    await expect(search({ algo: grid() })).rejects.toMatchObject({ code: "bad-space" });
    await expect(search({ algo: grid() })).rejects.toThrow("grid needs steps for x");
  });
});
