import { describe, expect, it } from "vitest";
import { SweepError } from "../../../src/base/index.js";
import { compileSpace, hp, type SettledTrial, Study, Trials } from "../../../src/search/index.js";

const definition = {
  kind: hp.choice("kind", [{ a: 1 }, { drop: hp.uniform("drop", 0, 1) }]),
  x: hp.uniform("x", 0, 1),
};
const space = compileSpace(definition);

const settled = (number: number, loss: number | null, values = { kind: 0, x: 0.5 }): SettledTrial => {
  return { number, values, params: space.paramsOf(values), loss, result: {} };
};

/** Three trials, told in the order 1, 0, 2. */
function filled(): Trials {
  const trials = new Trials();
  trials.open(space);
  trials.record({ ...settled(1, 0.25, { kind: 1, drop: 0.125, x: 1 } as never), result: { note: "good" } });
  trials.record(settled(0, 3));
  trials.record(settled(2, null));
  return trials;
}

describe("Trials", () => {
  it("shows what hyperopt shows, in number order", () => {
    const trials = filled();
    expect(trials.length).toBe(3);
    expect(trials.tids).toEqual([0, 1, 2]);
    expect(trials.losses()).toEqual([3, 0.25, null]);
    expect(trials.statuses()).toEqual(["ok", "ok", "fail"]);
    expect(trials.results[1]).toEqual({ status: "ok", loss: 0.25, note: "good" });
    expect(trials.vals).toEqual({ kind: [0, 1, 0], x: [0.5, 1, 0.5], drop: [0.125] });
    expect(trials.idxs).toEqual({ kind: [0, 1, 2], x: [0, 1, 2], drop: [1] });
    expect(trials.miscs[0]).toEqual({
      tid: 0,
      vals: { kind: [0], x: [0.5], drop: [] },
      idxs: { kind: [0], x: [0], drop: [] },
    });
  });

  it("knows its best trial, raw and as the objective saw it", () => {
    const trials = filled();
    expect(trials.bestTrial.tid).toBe(1);
    expect(trials.argmin).toEqual({ kind: 1, drop: 0.125, x: 1 });
    expect(trials.best).toEqual({ kind: { drop: 0.125 }, x: 1 });
  });

  it("has no best trial among failed and diverged ones", () => {
    const trials = new Trials();
    for (const [number, loss] of [null, Number.NaN, Infinity, -Infinity].entries())
      trials.record(settled(number, loss));
    expect(() => trials.best).toThrow("none of 4 trials has a finite loss");
    expect(() => new Trials().argmin).toThrow(SweepError);
  });

  it("comes back from JSON as it was, NaN and infinities included", () => {
    const trials = filled();
    trials.record(settled(3, Number.NaN));
    trials.record(settled(4, -Infinity));
    const back = Trials.fromJSON(JSON.parse(JSON.stringify(trials)));
    expect(back.trials).toEqual(trials.trials);
    expect(back.settled).toEqual(trials.settled);
    expect(back.best).toEqual(trials.best);
    expect(back.open(space)).toEqual(trials.open(space));
  });

  it.each<[string, unknown, RegExp]>([
    ["another format", { format: "pickle", trials: [] }, /format "hypersweep-trials-1"/],
    ["no object", 5, /JSON object/],
    ["bad labels", { format: "hypersweep-trials-1", labels: "x", trials: [] }, /labels/],
    [
      "a trial without a number",
      { format: "hypersweep-trials-1", labels: null, trials: [{}] },
      /position 0 has no valid number/,
    ],
    [
      "a loss in words",
      {
        format: "hypersweep-trials-1",
        labels: null,
        trials: [{ number: 0, params: {}, values: {}, result: {}, loss: "low" }],
      },
      /position 0 has no valid loss, got "low"/,
    ],
  ])("refuses %s as saved trials", (_, raw, message) => {
    expect(() => Trials.fromJSON(raw)).toThrow(SweepError);
    expect(() => Trials.fromJSON(raw)).toThrow(message);
  });

  it("lets a study go on where the trials end", () => {
    const trials = new Trials();
    const study = new Study({ space: definition, seed: 5 });
    trials.open(study.space);
    for (let index = 0; index < 15; index++) {
      const trial = study.ask();
      if (trial === null) break;
      const loss = index === 3 ? null : trial.params.x;
      study.tell(trial, loss === null ? { status: "fail" } : { loss });
      trials.record({ number: trial.number, values: trial.values, params: { ...trial.params }, loss, result: {} });
    }
    const again = new Study({ space: definition, seed: 5 });
    again.restore(Trials.fromJSON(JSON.parse(JSON.stringify(trials))).open(again.space));
    expect(again.ask()).toEqual(study.ask());
  });

  it("refuses to go on in another space, and stays as it was", () => {
    const trials = filled();
    expect(() => trials.open(compileSpace({ y: hp.uniform(0, 1) }))).toThrow(
      /another space: they have kind, x, drop; the space has y/,
    );
    const narrower = { ...definition, x: hp.uniform("x", 0, 0.75) };
    expect(() => trials.open(compileSpace(narrower))).toThrow(/trial 1: x: expected a number in \[0, 0.75\], got 1/);
    expect(trials.open(space)).toHaveLength(3);
  });
});
