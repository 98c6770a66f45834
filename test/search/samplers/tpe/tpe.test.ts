import { describe, expect, it } from "vitest";
import { SweepError } from "../../../../src/base/index.js";
import { hp, rand, type Sampler, Study, tpe } from "../../../../src/search/index.js";
import { samplerContract } from "../../../contracts/sampler.js";

samplerContract("tpe()", tpe);
samplerContract("tpe() without a random start", () => tpe({ startup: 1 }));

/** The same model, but it sees complete trials only: what the others add is the difference. */
const completeOnly: Sampler = {
  name: "complete-only",
  learns: true,
  suggest: ({ space, history, random, seed }) => {
    const kept = history.observations.flatMap(({ state }, position) => (state === "complete" ? [position] : []));
    const columns = history.coordinates().map((column) => Float64Array.from(kept, (position) => column[position] ?? 0));
    const observations = history.observations.filter(({ state }) => state === "complete");
    const seen = { observations, coordinates: () => columns, has: () => false };
    return tpe().suggest({ space, history: seen, random, seed });
  },
};

describe("tpe", () => {
  it("suggests what random search does until its startup is over", () => {
    const space = { x: hp.uniform(0, 1), y: hp.normal(0, 1) };
    const model = new Study({ space, algo: tpe({ startup: 8 }), seed: 4 });
    const random = new Study({ space, algo: rand(), seed: 4 });
    for (let index = 0; index < 8; index++) expect(model.ask()).toEqual(random.ask());
    expect(model.ask()).not.toEqual(random.ask());
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
    [{ startUp: 5 }, /startUp unknown option; did you mean "startup"/],
  ])("refuses the options %j", (options, message) => {
    expect(() => tpe(options)).toThrow(SweepError);
    expect(() => tpe(options)).toThrow(message);
  });
});
