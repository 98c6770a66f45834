import { describe, expect, it } from "vitest";
import { SweepError } from "../../../src/base/index.js";
import { noProgressLoss, Trials } from "../../../src/search/index.js";

/** How many results it takes until the function stops; `null` when it never does. */
function stopsAfter(stop: ReturnType<typeof noProgressLoss>, losses: readonly (number | null)[]): number | null {
  const trials = new Trials();
  let state: Parameters<typeof stop> extends [Trials, ...infer Rest] ? Rest : never = [];
  for (const [number, loss] of losses.entries()) {
    trials.record({ number, params: {}, values: {}, loss, result: {} });
    const [ended, next] = stop(trials, ...state);
    if (ended) return number + 1;
    state = [...next];
  }
  return null;
}

describe("noProgressLoss", () => {
  it("stops after as many equal losses as it was given", () => {
    expect(stopsAfter(noProgressLoss(5), new Array<number>(10).fill(1))).toBe(5);
  });

  it("begins anew at each progress", () => {
    expect(stopsAfter(noProgressLoss(3), [5, 5, 4, 4, 4, 4])).toBe(6);
    expect(stopsAfter(noProgressLoss(3), [6, 5, 4, 3, 2, 1])).toBeNull();
  });

  it("asks for progress by a share of the best, also when that is negative", () => {
    expect(stopsAfter(noProgressLoss(3, 10), [100, 95, 91, 90])).toBe(3);
    expect(stopsAfter(noProgressLoss(3, 10), [-100, -111, -115, -118, -119])).toBe(5);
  });

  it("does not count failed trials, and counts NaN as no progress", () => {
    expect(stopsAfter(noProgressLoss(3), [1, null, null, null, 1, 1])).toBe(6);
    expect(stopsAfter(noProgressLoss(3), [Number.NaN, 1, 1])).toBe(3);
    expect(stopsAfter(noProgressLoss(4), [Number.NaN, 5, 4, 4, 4, 4, 4])).toBe(7);
  });

  it("catches up when several trials ended between two questions", () => {
    const trials = new Trials();
    for (let number = 0; number < 6; number++) trials.record({ number, params: {}, values: {}, loss: 1, result: {} });
    expect(noProgressLoss(5)(trials)[0]).toBe(true);
  });

  it.each([
    [0, 0],
    [1.5, 0],
    [5, -1],
    [Number.NaN, 0],
    [5, Number.NaN],
  ])("refuses (%f, %f)", (count, percent) => {
    expect(() => noProgressLoss(count, percent)).toThrow(SweepError);
  });
});
