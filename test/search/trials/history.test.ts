import { describe, expect, it } from "vitest";
import { compileSpace, hp } from "../../../src/search/index.js";
import { TrialHistory } from "../../../src/search/trials/history.js";

describe("TrialHistory", () => {
  const space = compileSpace({ k: hp.choice([{ a: 1 }, { x: hp.quniform(0, 3, 1) }]) });

  it("places values in coordinates, NaN where inactive, and keeps up as it grows", () => {
    const history = new TrialHistory(space);
    history.append({ k: 1, "k.x": 0 });
    expect(history.coordinates().map((column) => column[0])).toEqual([1, 0.125]);
    for (let index = 0; index < 500; index++) history.append({ k: 0 });
    history.append({ k: 1, "k.x": 3 });
    const columns = history.coordinates();
    expect(columns.map((column) => column[0])).toEqual([1, 0.125]);
    expect(columns.map((column) => column[500])).toEqual([0, Number.NaN]);
    expect(columns.map((column) => column[501])).toEqual([1, 0.875]);
  });

  it("knows which points of a finite space were proposed", () => {
    const history = new TrialHistory(space);
    history.append({ k: 1, "k.x": 2 });
    expect(history.has({ k: 1, "k.x": 2 })).toBe(true);
    expect(history.has({ k: 1, "k.x": 1 })).toBe(false);
    expect(history.has({ k: 0 })).toBe(false);
  });

  it("settles with a loss or as failed", () => {
    const history = new TrialHistory(space);
    const [first, second] = [history.append({ k: 0 }), history.append({ k: 0 })];
    history.settle(first, 2);
    history.settle(second, null);
    expect(history.observations).toEqual([
      { values: { k: 0 }, state: "complete", loss: 2 },
      { values: { k: 0 }, state: "failed", loss: Number.NaN },
    ]);
  });
});
