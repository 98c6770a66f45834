import { describe, expect, it } from "vitest";
import { createRandom, SweepError } from "../../../../src/base/index.js";
import { hp, type Sampler, Study, tpe } from "../../../../src/search/index.js";
import { samplerContract } from "../../../contracts/sampler.js";

samplerContract("tpe()", tpe);
samplerContract("tpe() without a start of its own", () => tpe({ startup: 1 }));

/** The same model, but it sees complete trials only: what the others add is the difference. */
const completeOnly: Sampler = {
  name: "complete-only",
  learns: true,
  suggest: ({ history, ...context }) => {
    const kept = history.observations.flatMap(({ state }, position) => (state === "complete" ? [position] : []));
    const columns = history.coordinates().map((column) => Float64Array.from(kept, (position) => column[position] ?? 0));
    const observations = history.observations.filter(({ state }) => state === "complete");
    const seen = { observations, coordinates: () => columns, has: () => false };
    return tpe().suggest({ ...context, history: seen });
  },
};

describe("tpe", () => {
  it("suggests evenly spread points until its startup is over", () => {
    const space = { x: hp.uniform(0, 1), y: hp.normal(0, 1) };
    const model = new Study({ space, algo: tpe({ startup: 8 }), seed: 4 });
    const spread = Array.from({ length: 8 }, () => model.ask()?.params.x ?? Number.NaN);
    expect(spread.map((x) => Math.floor(8 * x)).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("suggests the same whether it followed a study or meets its history for the first time", () => {
    const space = {
      x: hp.uniform(0, 1),
      n: hp.uniformint(1, 40),
      k: hp.choice([{ a: 1 }, { y: hp.lognormal(0, 1), m: hp.qlognormal(2, 1, 1) }]),
    };
    const algo = tpe();
    const anew: Sampler = {
      ...algo,
      suggest: (context) => {
        const followed = algo.suggest(context);
        expect(tpe().suggest({ ...context, random: createRandom(context.history.observations.length) })).toEqual(
          algo.suggest({ ...context, random: createRandom(context.history.observations.length) }),
        );
        return followed;
      },
    };
    const study = new Study({ space, algo: anew, seed: 8 });
    const open: NonNullable<ReturnType<typeof study.ask>>[] = [];
    for (let index = 0; index < 150; index++) {
      const trial = study.ask();
      if (trial !== null) open.push(trial);
      // Results come out of order, three trials stay open, and some fail.
      const ended = open.length > 3 ? open.splice((index * 7) % open.length, 1)[0] : undefined;
      if (ended === undefined) continue;
      const { x, n } = ended.params;
      study.tell(ended, index % 11 === 0 ? { status: "fail" } : { loss: Math.abs(x - 0.3) + Math.abs(n - 9) / 40 });
    }
  });

  it("closes in on an optimum that parameters only have together", () => {
    const study = new Study({ space: { x: hp.uniform(-5, 5), y: hp.uniform(-5, 5) }, algo: tpe(), seed: 1 });
    for (let index = 0; index < 100; index++) {
      const trial = study.ask();
      if (trial === null) break;
      const { x, y } = trial.params;
      study.tell(trial, { loss: (x - y) ** 2 + 0.1 * (x + y - 4) ** 2 });
    }
    expect(study.best?.loss).toBeLessThan(0.1);
  });

  it("keeps away from where trials fail", () => {
    const failing = (algo: Sampler) => {
      const study = new Study({ space: { x: hp.uniform(0, 1) }, algo, seed: 9 });
      for (let index = 0; index < 80; index++) {
        const trial = study.ask();
        // The loss falls towards 1, but beyond one half everything fails.
        if (trial !== null) study.tell(trial, trial.params.x > 0.5 ? { status: "fail" } : { loss: -trial.params.x });
      }
      // From trial 20 on: before, too little is known.
      return study.trials.slice(20).filter((trial) => trial.state === "failed").length / 60;
    };
    expect(failing(completeOnly)).toBeGreaterThan(0.9);
    expect(failing(tpe())).toBeLessThan(0.6);
  });

  it("spreads suggestions whose results are open", () => {
    const deviation = (algo: Sampler) => {
      const study = new Study({ space: { x: hp.uniform(0, 1) }, algo, seed: 3 });
      for (let index = 0; index < 40; index++) study.add({ params: { x: index / 40 }, loss: (index / 40 - 0.5) ** 2 });
      const asked = Array.from({ length: 12 }, () => study.ask()?.params.x ?? Number.NaN);
      const mean = asked.reduce((sum, x) => sum + x, 0) / 12;
      return Math.sqrt(asked.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 12);
    };
    expect(deviation(tpe())).toBeGreaterThan(3 * deviation(completeOnly));
  });

  it.each<[object, RegExp]>([
    [{ startup: 0 }, /tpe: startup must be an integer from 1/],
    [{ candidates: Number.NaN }, /candidates must be an integer/],
    [{ gamma: 0 }, /gamma must be a number/],
    [{ preset: "optuna" }, /preset must be "hyperopt", got "optuna"/],
    [{ priorWeight: 0 }, /priorWeight must be a number/],
    [{ startUp: 5 }, /startUp unknown option; did you mean "startup"/],
  ])("refuses the options %j", (options, message) => {
    expect(() => tpe(options)).toThrow(SweepError);
    expect(() => tpe(options)).toThrow(message);
  });
});
