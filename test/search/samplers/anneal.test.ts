import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { anneal, hp, Study, type Values } from "../../../src/search/index.js";
import { samplerContract } from "../../contracts/sampler.js";

samplerContract("anneal()", anneal);

interface Reference {
  readonly history: readonly { readonly values: Values; readonly loss: number | null }[];
  readonly deciles: Readonly<Record<string, readonly number[]>>;
  readonly options: readonly number[];
}

const file = new URL("../../fixtures/hyperopt/anneal.json", import.meta.url);
const reference = JSON.parse(readFileSync(file, "utf8")) as Reference;

const space = {
  u: hp.uniform(-2, 3),
  l: hp.loguniform(-5, 0),
  n: hp.normal(1, 2),
  k: hp.choice([{ a: hp.uniform("a", 0, 1) }, { b: hp.lognormal("b", 0, 1) }, {}]),
};

/** What is suggested after the reference's history, for many seeds. */
function suggestions(count: number): readonly Values[] {
  const records = reference.history.map(({ values, loss }, number) => {
    return { number, params: {}, values, loss, failed: false, told: loss === null ? null : number + 1 };
  });
  return Array.from({ length: count }, (_, seed) => {
    const study = new Study({ space, algo: anneal(), seed });
    study.restore(records);
    return study.ask()?.values ?? {};
  });
}

describe("anneal", () => {
  it("suggests what hyperopt's anneal does, in distribution", () => {
    const drawn = suggestions(4000);
    for (const [label, deciles] of Object.entries(reference.deciles)) {
      const values = drawn.flatMap((each) => each[label] ?? []);
      for (const [index, decile] of deciles.entries()) {
        const share = values.filter((value) => value <= decile).length / values.length;
        // Four standard errors of the difference, from about 1000 draws on either side at least.
        expect(Math.abs(share - (index + 1) / 10), `${label} at decile ${index + 1}`).toBeLessThan(0.06);
      }
    }
    for (const [option, expected] of reference.options.entries()) {
      const share = drawn.filter(({ k }) => k === option).length / drawn.length;
      expect(Math.abs(share - expected)).toBeLessThan(0.03);
    }
  });

  it("stays ever closer to the best trials", () => {
    const study = new Study({ space: { x: hp.uniform(0, 1) }, algo: anneal({ avgBestIdx: 1 }), seed: 1 });
    const best = study.ask();
    if (best !== null) study.tell(best, { loss: 0 });
    const distances: number[] = [];
    for (let index = 0; index < 400; index++) {
      const trial = study.ask();
      if (trial === null) break;
      distances.push(Math.abs(trial.params.x - (best?.params.x ?? 0)));
      study.tell(trial, { loss: 1 });
    }
    const mean = (from: number) => distances.slice(from, from + 100).reduce((sum, each) => sum + each, 0) / 100;
    expect(mean(300)).toBeLessThan(mean(0) / 3);
    // The window has 1 / (1 + 0.1 * 300) of the range by then.
    expect(Math.max(...distances.slice(300))).toBeLessThan(1 / 31);
  });

  it("draws what no trial has from the prior", () => {
    const study = new Study({ space, algo: anneal(), seed: 5 });
    study.add({ params: { u: 0, l: 0.5, n: 1, k: {} }, loss: 0 });
    const options = new Set(Array.from({ length: 60 }, () => study.ask()?.values.k));
    expect(options.size).toBe(3);
  });

  it("refuses options outside their range", () => {
    expect(() => anneal({ avgBestIdx: 0.5 })).toThrow("anneal: avgBestIdx must be a number from 1 to 1000000, got 0.5");
    expect(() => anneal({ shrinkCoef: Number.NaN })).toThrow("shrinkCoef must be a number from 0 to 1000000, got NaN");
    expect(() => anneal({ shrink: 1 } as object)).toThrow("anneal: shrink unknown option");
  });
});
