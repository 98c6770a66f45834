import { describe, expect, it } from "vitest";
import { type Curve, type Peer, type Pruner, pruners } from "../../../src/search/index.js";
import { prunerContract } from "../../contracts/pruner.js";

const { median, percentile, patient, threshold, successiveHalving, hyperband, wilcoxon } = pruners;

prunerContract("median()", median({ startup: 2 }));
prunerContract("percentile()", percentile({ percentile: 10, startup: 0, interval: 2 }));
prunerContract("patient()", patient(null, { patience: 1 }));
prunerContract("patient() around another", patient(median(), { patience: 0 }));
prunerContract("threshold()", threshold({ upper: 5, lower: -5 }));
prunerContract("successiveHalving()", successiveHalving({ reductionFactor: 2 }));
prunerContract("hyperband()", hyperband({ maxResource: 9 }));
prunerContract("wilcoxon()", wilcoxon());

const curveOf = (losses: readonly number[]): Curve => losses.map((loss, step) => ({ step, loss }));

function complete(losses: readonly number[], number = 0): Peer {
  return { number, state: "complete", curve: curveOf(losses), loss: losses.at(-1) ?? 0 };
}

const judge = (pruner: Pruner, losses: readonly number[], peers: readonly Peer[] = []) =>
  pruner.judge({ number: 99, curve: curveOf(losses), peers });

describe("the words of a decision", () => {
  const peers = [3, 2, 1].map((loss, number) => complete([loss, loss / 2], number));
  it.each<[string, Pruner, number[], string]>([
    ["median", median({ startup: 3 }), [4, 2.5], "its best loss 2.5 is above the median 1 of 3 trials at step 1"],
    [
      "percentile",
      percentile({ startup: 3, percentile: 0 }),
      [4, 0.6],
      "its best loss 0.6 is above percentile 0 0.5 of 3 trials at step 1",
    ],
    ["median of NaN", median({ startup: 3 }), [Number.NaN], "it has reported nothing but NaN"],
    ["patient", patient(null, { patience: 1 }), [1, 2, 3], "its loss has not improved on 1 in 2 points: 2 at best"],
    ["threshold", threshold({ upper: 2 }), [1, 3], "its loss 3 at step 1 is above 2"],
    [
      "successive halving",
      successiveHalving({ reductionFactor: 2 }),
      [4, 2.5],
      "its loss 2.5 is number 4 of 4, of which 2 go on at the rung of step 1",
    ],
  ])("say what was compared with what: %s", (_, pruner, losses, words) => {
    expect(judge(pruner, losses, peers)).toBe(words);
  });
});

describe("threshold", () => {
  it("has its bounds in the metric's own unit when that is maximised", () => {
    const accuracy = threshold({ lower: 0.5 }, "maximize");
    expect(judge(accuracy, [-0.6])).toBeNull();
    expect(judge(accuracy, [-0.4])).toBe("its loss -0.4 at step 0 is above -0.5");
  });
});

describe("hyperband", () => {
  /** The step at which a trial that is worse than all others of its bracket ends, by its number. */
  function endOf(number: number, pruner: Pruner): number | null {
    const peers = Array.from({ length: 200 }, (_, index) => complete(new Array(28).fill(0), index + 1000));
    for (let step = 0; step < 28; step++) {
      const curve = curveOf(Array.from({ length: step + 1 }, () => 1));
      if (pruner.judge({ number, curve, peers }) !== null) return step;
    }
    return null;
  }

  it("divides trials among brackets in the paper's proportions, evenly in every stretch", () => {
    const pruner = hyperband({ maxResource: 27 });
    // Four brackets, of ceil(4 * 3^s / (s + 1)) = 27, 12, 6 and 4 trials, that begin at steps 1, 3, 9 and 27.
    for (const first of [0, 49, 1000]) {
      const ends = Array.from({ length: 49 }, (_, index) => endOf(first + index, pruner));
      const counts = [1, 3, 9, 27].map((step) => ends.filter((end) => end === step).length);
      for (const [bracket, expected] of [27, 12, 6, 4].entries()) {
        expect(Math.abs((counts[bracket] ?? 0) - expected)).toBeLessThanOrEqual(2);
      }
    }
  });

  it("keeps a trial in its bracket whatever else there is", () => {
    const [one, other] = [hyperband({ maxResource: 27 }), hyperband({ maxResource: 27, bootstrapCount: 1 })];
    for (let number = 0; number < 20; number++) expect(endOf(number, one)).toBe(endOf(number, other));
  });

  it("compares a trial with those of its own bracket only", () => {
    const pruner = hyperband({ maxResource: 9 });
    const alone = pruner.judge({ number: 0, curve: curveOf([5, 5]), peers: [] });
    const others = Array.from({ length: 40 }, (_, number) => complete([1, 1], number + 1));
    expect(alone).toBeNull();
    expect(pruner.judge({ number: 0, curve: curveOf([5, 5]), peers: others })).toMatch(/of bracket 0$/);
  });
});

describe("wilcoxon", () => {
  const best = complete([1, 2, 3, 4, 5, 6]);

  it("compares step by step with the best trial, in whatever order steps came", () => {
    const worse = [2, 3, 4, 5, 6].map((loss, step) => ({ step, loss }));
    const context = { number: 1, peers: [complete([9, 9, 9, 9, 9, 9], 5), best] };
    // 1 / 2^5 is the chance of five signs alike.
    expect(wilcoxon().judge({ ...context, curve: worse })).toBe(
      "it is worse than trial 0 on 5 common steps, p = 0.031",
    );
    expect(wilcoxon({ startupSteps: 6 }).judge({ ...context, curve: worse })).toBeNull();
  });

  it("does not judge curves with values that are not finite, nor without a complete trial", () => {
    expect(judge(wilcoxon(), [9, Infinity, 9, 9, 9], [best])).toBeNull();
    expect(judge(wilcoxon(), [9, 9, 9, 9, 9], [complete([Number.NaN, 0, 0])])).toBeNull();
    expect(judge(wilcoxon(), [9, 9, 9, 9, 9], [{ ...best, state: "running", loss: null }])).toBeNull();
  });
});

describe("what pruners refuse", () => {
  it.each<[() => Pruner, string]>([
    [() => median({ startup: -1 }), "median: startup must be an integer, 0 or more, got -1"],
    [() => median({ interval: 0 }), "median: interval must be an integer, 1 or more, got 0"],
    [() => percentile({ percentile: 101 }), "percentile: percentile must be a number from 0 to 100, got 101"],
    [() => patient(null, {} as { patience: number }), "patient: patience is required"],
    [() => patient(null, { patience: 1, minDelta: Number.NaN }), "minDelta must be a number, 0 or more, got NaN"],
    [() => threshold({}), "threshold: lower or upper is required"],
    [() => threshold({ lower: 2, upper: 1 }), "threshold: lower must not be above upper, got 2 and 1"],
    [() => successiveHalving({ reductionFactor: 1 }), "reductionFactor must be an integer, 2 or more, got 1"],
    [() => hyperband({} as { maxResource: number }), "hyperband: maxResource is required"],
    [() => hyperband({ minResource: 9, maxResource: 3 }), "hyperband: the largest resource 3 is below the smallest, 9"],
    [() => wilcoxon({ pThreshold: 2 }), "wilcoxon: pThreshold must be a number from 0 to 1, got 2"],
  ])("%s", (make, words) => {
    expect(make).toThrow(expect.objectContaining({ code: "bad-argument" }));
    expect(make).toThrow(words);
  });
});
