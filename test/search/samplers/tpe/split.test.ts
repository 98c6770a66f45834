import { describe, expect, it } from "vitest";
import type { Observation } from "../../../../src/search/index.js";
import { splitObservations } from "../../../../src/search/samplers/tpe/split.js";

const complete = (loss: number): Observation => ({ values: {}, state: "complete", loss });
const failed: Observation = { values: {}, state: "failed", loss: Number.NaN };
const pending: Observation = { values: {}, state: "pending", loss: Number.NaN };

describe("splitObservations", () => {
  it("takes the best tenth, in age order, and rounds up", () => {
    const losses = [5, 1, 4, 3, 2, 9, 8, 7, 6, 10, 0];
    expect(splitObservations(losses.map(complete), 0.1).below).toEqual([1, 10]);
  });

  it("takes 25 at most", () => {
    const many = Array.from({ length: 1000 }, (_, index) => complete(index));
    const { below, above } = splitObservations(many, 0.1);
    expect(below).toEqual(Array.from({ length: 25 }, (_, index) => index));
    expect(above).toHaveLength(975);
  });

  it("prefers the older of equal losses", () => {
    expect(splitObservations([3, 1, 1, 1].map(complete), 0.5).below).toEqual([1, 2]);
  });

  it("never calls failed, open or non-finite trials good, and does not count the first two", () => {
    const observations = [failed, pending, complete(Number.NaN), complete(Infinity), complete(-Infinity), complete(7)];
    expect(splitObservations(observations, 1)).toEqual({ below: [5], above: [0, 1, 2, 3, 4] });
    expect(splitObservations([failed, failed, pending], 1).below).toEqual([]);
  });

  it("divides nothing into nothing", () => {
    expect(splitObservations([], 0.1)).toEqual({ below: [], above: [] });
  });
});
