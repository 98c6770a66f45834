import { describe, expect, it } from "vitest";
import { hp, rand, Study } from "../../../src/search/index.js";
import { samplerContract } from "../../contracts/sampler.js";

samplerContract("rand()", rand);

describe("rand", () => {
  it("draws from the prior, without regard to results", () => {
    const study = new Study({ space: { x: hp.uniform(0, 1), k: hp.choice(["a", "b", "c"]) }, algo: rand(), seed: 2 });
    let sum = 0;
    let first = 0;
    for (let index = 0; index < 4000; index++) {
      const trial = study.ask();
      if (trial === null) break;
      sum += trial.params.x;
      if (trial.params.k === "a") first += 1;
      study.tell(trial, { loss: trial.params.x });
    }
    // Six standard errors.
    expect(Math.abs(sum / 4000 - 0.5)).toBeLessThan(6 * Math.sqrt(1 / 12 / 4000));
    expect(Math.abs(first / 4000 - 1 / 3)).toBeLessThan(6 * Math.sqrt(2 / 9 / 4000));
  });

  it("finds the last untried points although they are improbable", () => {
    const space = {
      k: hp.pchoice([
        [1 - 2e-10, "often"],
        [1e-10, "rare"],
        [1e-10, "rarer"],
      ]),
    };
    const study = new Study({ space, algo: rand() });
    const kinds = [study.ask(), study.ask(), study.ask()].map((trial) => trial?.params.k);
    expect(kinds.sort()).toEqual(["often", "rare", "rarer"]);
    expect(study.ask()).toBeNull();
  });
});
