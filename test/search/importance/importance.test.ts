import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/base/index.js";
import { hp, importance, parseSpace, rand, Study, Trials, type Values } from "../../../src/search/index.js";

interface Case {
  readonly name: string;
  readonly space: Json;
  readonly trials: readonly (readonly [values: Values, loss: number])[];
  readonly importances: Readonly<Record<string, number>>;
}

/** Made by `test/fixtures/optuna/importance.py`. */
const file = new URL("../../fixtures/optuna/importance.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] };

const asRecord = (source: ReturnType<typeof importance>) =>
  Object.fromEntries(source.map(({ label, importance: share }) => [label, share]));

/** A study that random search has filled. */
function filled<const S extends Record<string, never>>(space: S, loss: (params: never) => number, count = 200) {
  const study = new Study<S>({ space, algo: rand(), seed: 1 });
  for (let index = 0; index < count; index++) {
    const trial = study.ask();
    if (trial === null) break;
    study.tell(trial, { loss: loss(trial.params as never) });
  }
  return study;
}

describe("importance", () => {
  it.each(cases.map((each) => [each.name, each] as const))(
    "is Optuna's PED-ANOVA: %s",
    (_, { space, trials, importances }) => {
      const parsed = parseSpace(space);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
      const records = trials.map(([values, loss], number) => ({ number, params: {}, values, loss, state: "complete" }));
      const ours = asRecord(importance({ space: parsed.value, trials: records }));
      expect(Object.keys(ours).sort()).toEqual(Object.keys(importances).sort());
      for (const [label, share] of Object.entries(importances)) expect(ours[label], label).toBeCloseTo(share, 9);
    },
  );

  const space = { strong: hp.uniform(0, 1), weak: hp.uniform(0, 1), none: hp.choice(["a", "b", "c"]) } as never;
  const loss = ({ strong, weak }: { strong: number; weak: number }) => (strong - 0.3) ** 2 + 0.02 * weak;

  it("puts what matters first, in shares of one, the same for the same trials", () => {
    const study = filled(space, loss as never);
    const found = importance(study);
    expect(found.map(({ label }) => label)).toEqual(["strong", "weak", "none"]);
    expect(found[0]?.importance).toBeGreaterThan(0.6);
    expect(found.reduce((sum, each) => sum + each.importance, 0)).toBeCloseTo(1, 12);
    expect(importance(study)).toEqual(found);
  });

  it("leaves a choice what its options' parameters do not explain, and these what the choice does not", () => {
    const conditional = {
      k: hp.choice([{ good: hp.uniform("good", 0, 1) }, { idle: hp.uniform("idle", 0, 1) }]),
    } as never;
    const byChoice = asRecord(
      importance(filled(conditional, (({ k }: { k: object }) => ("good" in k ? 0 : 1)) as never)),
    );
    const byValue = ({ k }: { k: { good?: number } }) => (k.good === undefined ? 0.5 : Math.abs(k.good - 0.5));
    const both = asRecord(importance(filled(conditional, byValue as never)));
    expect(byChoice.k).toBeGreaterThan(0.95);
    expect(both.good).toBeGreaterThan(0.5);
    expect(both.idle).toBeLessThan(0.05);
  });

  it("is about another target when asked to, lower being better", () => {
    const study = filled(space, loss as never);
    const weak = importance(study, { target: ({ values }) => values.weak ?? Number.NaN });
    expect(weak[0]?.label).toBe("weak");
  });

  it("counts complete trials with a finite target only", () => {
    const study = filled(space, loss as never, 60);
    const found = importance(study);
    const point = { strong: 0.99, weak: 0.5, none: "a" } as never;
    study.add({ params: point, loss: Number.NaN });
    study.add({ params: point, loss: -Infinity });
    for (const end of [{ status: "pruned", loss: -5 }, { status: "fail" }] as const) {
      const trial = study.ask();
      if (trial !== null) study.tell(trial, end);
    }
    study.ask();
    expect(importance(study)).toEqual(found);
  });

  it("takes a Trials, with its space or from the values alone", () => {
    const study = filled(space, loss as never);
    const trials = new Trials();
    for (const { number, values, params, loss: result } of study.trials) {
      trials.record({ number, params: params as never, values, loss: result, result: {} });
    }
    expect(importance(trials, { space })).toEqual(importance(study));
    const guessed = importance(trials);
    expect(guessed.map(({ label }) => label)).toEqual(["strong", "weak", "none"]);
    expect(guessed[0]?.importance).toBeGreaterThan(0.6);
  });

  it("divides evenly where nothing matters, and gives one value nothing", () => {
    const study = filled({ x: hp.uniform(0, 1), y: hp.uniform(0, 1) } as never, (() => 1) as never, 20);
    expect(asRecord(importance(study))).toEqual({ x: 0.5, y: 0.5 });
    const single = filled(
      { x: hp.uniform(0, 1), one: hp.choice(["only"]), n: hp.randint(1) } as never,
      (({ x }: { x: number }) => x) as never,
      20,
    );
    expect(asRecord(importance(single))).toEqual({ x: 1, one: 0, n: 0 });
  });

  it("refuses fewer than ten trials", () => {
    const study = filled(space, loss as never, 9);
    expect(() => importance(study)).toThrow(expect.objectContaining({ code: "conflict" }));
    expect(() => importance(study)).toThrow("importance needs 10 complete trials with a finite result, there are 9");
  });
});
