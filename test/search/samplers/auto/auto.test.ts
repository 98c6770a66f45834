import { describe, expect, it } from "vitest";
import {
  auto,
  compileSpace,
  gp,
  hp,
  rand,
  type Sampler,
  type SearchPlan,
  type SpaceDefinition,
  Study,
  tpe,
  type Values,
} from "../../../../src/search/index.js";
import { samplerContract } from "../../../contracts/sampler.js";

samplerContract("auto()", auto);

const small = { x: hp.uniform(-1, 1), y: hp.uniform(-1, 1) };
const tiny = { x: hp.randint(3), y: hp.choice(["a", "b"]) };
const wide = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`x${index}`, hp.uniform(0, 1)]));

/** Points without results are cheap to make by the hundred. */
function told(definition: SpaceDefinition, count: number): { values: Values; loss: number }[] {
  const study = new Study({ space: definition, algo: rand(), seed: 9 });
  return Array.from({ length: count }, (_, index) => ({ values: study.ask()?.values ?? {}, loss: Math.sin(index) }));
}

/** What a sampler suggests after so many random trials. */
function next(
  algo: Sampler,
  options: { space: SpaceDefinition; after: number; plan?: SearchPlan },
): Values | undefined {
  const study: Study = new Study({ space: options.space, algo, seed: 3, plan: options.plan });
  const trials = told(options.space, options.after).map(({ values, loss }, number) => {
    const params = study.space.paramsOf(values);
    return { number, params, values, loss, told: number, failed: false, watermark: number, pruned: false };
  });
  study.restore(trials);
  return study.ask()?.values;
}

describe("auto", () => {
  it.each<[string, SpaceDefinition, SearchPlan | undefined, number]>([
    ["after 100 trials when nothing says how many there will be", small, undefined, 100],
    ["after 100 of many trials", small, { maxEvals: 1000, parallel: 1 }, 100],
    ["after 100 trials when many run at once", small, { maxEvals: 200, parallel: 9 }, 100],
    ["sooner with many parameters", wide, { maxEvals: 1000, parallel: 1 }, 50],
  ])("hands over from gp to tpe %s", (_, space, plan, trials) => {
    const case_ = (after: number) => ({ space, after, ...(plan === undefined ? {} : { plan }) });
    expect(next(auto(), case_(trials - 1))).toEqual(next(gp(), case_(trials - 1)));
    expect(next(auto(), case_(trials))).toEqual(next(tpe(), case_(trials)));
  });

  it("stays with gp to the end of a search of up to 200 trials", () => {
    const last = { space: small, after: 199, plan: { maxEvals: 200, parallel: 8 } };
    expect(next(auto(), last)).toEqual(next(gp(), last));
  });

  it("tries all points of a tiny space in random order", () => {
    expect(next(auto(), { space: tiny, after: 2 })).toEqual(next(rand(), { space: tiny, after: 2 }));
  });

  it.each<[SpaceDefinition, SearchPlan, string]>([
    [small, { maxEvals: 50, parallel: 1 }, "gp, which finds most in so few trials"],
    [small, { maxEvals: 200, parallel: 8 }, "gp, which finds most in so few trials"],
    [small, { maxEvals: null, parallel: 1 }, "gp for 100 trials, then tpe, which stays fast"],
    [small, { maxEvals: 200, parallel: 32 }, "gp for 100 trials, then tpe, which is fast enough for so many at once"],
    [wide, { maxEvals: 500, parallel: 1 }, "gp for 50 trials, then tpe, which stays fast with 40 parameters"],
    [tiny, { maxEvals: 50, parallel: 1 }, "random, as all 6 points can be tried"],
  ])("says what it chose and why", (definition, plan, words) => {
    expect(auto().describe?.(compileSpace(definition), plan)).toBe(words);
  });
});
