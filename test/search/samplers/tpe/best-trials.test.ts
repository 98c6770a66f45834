import { describe, expect, it } from "vitest";
import type { Observation } from "../../../../src/search/index.js";
import { BestTrials } from "../../../../src/search/samplers/tpe/best-trials.js";

const complete = (loss: number): Observation => ({ values: {}, state: "complete", loss });
const pruned = (loss: number): Observation => ({ values: {}, state: "pruned", loss });
const failed: Observation = { values: {}, state: "failed", loss: Number.NaN };
const pending: Observation = { values: {}, state: "pending", loss: Number.NaN };

function positionsOf(observations: readonly Observation[], gamma: number): readonly number[] {
  const best = new BestTrials(gamma);
  for (const [position, observation] of observations.entries()) best.add(observation, position);
  return best.positions();
}

describe("BestTrials", () => {
  it("takes the best tenth, best first, and rounds up", () => {
    const losses = [5, 1, 4, 3, 2, 9, 8, 7, 6, 10, 0];
    expect(positionsOf(losses.map(complete), 0.1)).toEqual([10, 1]);
  });

  it("takes 25 at most", () => {
    const many = Array.from({ length: 1000 }, (_, index) => complete(-index));
    expect(positionsOf(many, 0.1)).toEqual(Array.from({ length: 25 }, (_, index) => 999 - index));
  });

  it("prefers the older of equal losses", () => {
    expect(positionsOf([3, 1, 1, 1].map(complete), 0.5)).toEqual([1, 2]);
  });

  it("does not mind in which order results come", () => {
    const best = new BestTrials(0.5);
    for (const position of [3, 1, 5, 0, 4, 2]) best.add(complete(position < 3 ? 1 : 2), position);
    expect(best.positions()).toEqual([0, 1, 2]);
  });

  it("never calls failed, open or non-finite trials good, and does not count the first two", () => {
    const observations = [failed, pending, complete(Number.NaN), complete(Infinity), complete(-Infinity), complete(7)];
    expect(positionsOf(observations, 1)).toEqual([5]);
    expect(positionsOf([failed, failed, pending], 1)).toEqual([]);
  });

  it("takes pruned trials only where complete ones are too few, the lowest of them first, and counts them", () => {
    const observations = [pruned(-9), complete(3), pruned(-10), complete(1), failed];
    expect(positionsOf(observations, 0.5)).toEqual([3, 1]);
    expect(positionsOf(observations, 0.75)).toEqual([3, 1, 2]);
  });
});
