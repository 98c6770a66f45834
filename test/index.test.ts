import { describe, expect, expectTypeOf, it } from "vitest";
import * as api from "../src/index.js";
import {
  type FminOptions,
  type FminTrial,
  fmin,
  hp,
  noProgressLoss,
  rand,
  type STATUS_FAIL,
  STATUS_OK,
  scope,
  Trials,
  tpe,
} from "../src/index.js";

describe("the public API", () => {
  it("is these names and no others", () => {
    expect(Object.keys(api).toSorted()).toEqual([
      "STATUS_FAIL",
      "STATUS_NEW",
      "STATUS_OK",
      "STATUS_RUNNING",
      "STATUS_SUSPENDED",
      "Study",
      "SweepError",
      "Trials",
      "fmin",
      "hp",
      "noProgressLoss",
      "rand",
      "scope",
      "spaceEval",
      "tpe",
    ]);
  });
});

describe("types of fmin", () => {
  const space = {
    max_depth: scope.int(hp.quniform("max_depth", 4, 100, 1)),
    learning_rate: hp.loguniform("learning_rate", -3, 0),
    booster: hp.choice("booster", [
      { kind: "gbtree" as const },
      { kind: "dart" as const, drop: hp.uniform("drop", 0, 0.5) },
    ]),
    seed: 42,
  };

  it("infer params and the best point from the space", async () => {
    const best = await fmin({
      space,
      objective: async (params, trial) => {
        expectTypeOf(params.max_depth).toEqualTypeOf<number>();
        expectTypeOf(params.seed).toEqualTypeOf<number>();
        if (params.booster.kind === "dart") expectTypeOf(params.booster.drop).toEqualTypeOf<number>();
        expectTypeOf(trial).toEqualTypeOf<FminTrial>();
        return { loss: params.learning_rate, status: STATUS_OK };
      },
      algo: tpe(),
      maxEvals: 2,
      tracking: false,
    });
    expectTypeOf(best.booster.kind).toEqualTypeOf<"gbtree" | "dart">();
    expectTypeOf(best.learning_rate).toEqualTypeOf<number>();
    // @ts-expect-error: the space has no such parameter
    expect(best.width).toBeUndefined();
  });

  it("keep literals of a space written in place", async () => {
    const best = await fmin({
      space: { optimizer: hp.choice(["adam", "sgd"]), epochs: 3 },
      objective: ({ optimizer, epochs }) => {
        expectTypeOf(optimizer).toEqualTypeOf<"adam" | "sgd">();
        expectTypeOf(epochs).toEqualTypeOf<3>();
        return 1;
      },
      maxEvals: 1,
      tracking: false,
    });
    expectTypeOf(best).toEqualTypeOf<{ optimizer: "adam" | "sgd"; epochs: 3 }>();
  });

  it("know the raw form", async () => {
    const argmin = await fmin({ space, objective: () => 1, maxEvals: 1, returnArgmin: true, tracking: false });
    expectTypeOf(argmin).toEqualTypeOf<Readonly<Record<string, number>>>();
    expect(Object.keys(argmin)).toContain("max_depth");
  });

  it("accept what an objective may return, and nothing else", () => {
    type Options = FminOptions<typeof space>;
    expectTypeOf<() => number>().toExtend<Options["objective"]>();
    expectTypeOf<() => Promise<{ loss: number; epochs: number }>>().toExtend<Options["objective"]>();
    expectTypeOf<() => { status: typeof STATUS_FAIL }>().toExtend<Options["objective"]>();
    expectTypeOf<() => string>().not.toExtend<Options["objective"]>();
    expectTypeOf<() => void>().not.toExtend<Options["objective"]>();
    expectTypeOf<() => { loss: string }>().not.toExtend<Options["objective"]>();
    expectTypeOf<() => { loss: number; status: "suspended" }>().not.toExtend<Options["objective"]>();
  });

  it("accept early stops with a state of their own", () => {
    type EarlyStop = FminOptions<typeof space>["earlyStop"];
    expectTypeOf(noProgressLoss(3)).toExtend<EarlyStop>();
    expectTypeOf(
      (trials: Trials, calls = 0) => [trials.length + calls > 3, [calls + 1]] as const,
    ).toExtend<EarlyStop>();
    expectTypeOf((trials: Trials) => [trials.length > 3] as const).toExtend<EarlyStop>();
    expectTypeOf((trials: Trials) => trials.length > 3).not.toExtend<EarlyStop>();
  });

  it("accept points without the space's constants, and refuse others", () => {
    type Points = FminOptions<typeof space>["pointsToEvaluate"];
    const point = { max_depth: 5, learning_rate: 0.1, booster: { kind: "gbtree" as const } };
    expectTypeOf([point]).toExtend<Points>();
    expectTypeOf([{ max_depth: "5" }]).not.toExtend<Points>();
  });

  it("refuse unknown options", async () => {
    // @ts-expect-error: it is called maxEvals
    const misspelt = fmin({ space, objective: () => 1, algo: rand(), maxEval: 3, trials: new Trials() });
    await expect(misspelt).rejects.toMatchObject({ code: "bad-argument" });
  });
});
