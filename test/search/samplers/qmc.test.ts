import { describe, expect, it } from "vitest";
import { hp, qmc, Study } from "../../../src/search/index.js";
import { samplerContract } from "../../contracts/sampler.js";

samplerContract("qmc()", qmc);

describe("qmc", () => {
  it("puts one point into each of 2^k equal parts of every parameter's range", () => {
    const space = { x: hp.uniform(0, 1), y: hp.loguniform(-5, 0), z: hp.normal(0, 1) };
    const study = new Study({ space, algo: qmc(), seed: 3 });
    const parts = { x: new Set<number>(), y: new Set<number>() };
    for (let index = 0; index < 64; index++) {
      const trial = study.ask();
      parts.x.add(Math.floor((trial?.params.x ?? 0) * 64));
      parts.y.add(Math.floor(((Math.log(trial?.params.y ?? 1) + 5) / 5) * 64));
    }
    expect([parts.x.size, parts.y.size]).toEqual([64, 64]);
  });

  it("integrates a smooth function far better than random points", () => {
    const errors = [1, 2, 3, 4, 5].map((seed) => {
      const study = new Study({ space: { x: hp.uniform(0, 1), y: hp.uniform(0, 1) }, algo: qmc(), seed });
      let sum = 0;
      for (let index = 0; index < 256; index++) {
        const { x = 0, y = 0 } = study.ask()?.params ?? {};
        sum += x * y;
      }
      return Math.abs(sum / 256 - 0.25);
    });
    // The standard error of 256 random points is 0.0138.
    expect(Math.max(...errors)).toBeLessThan(0.002);
  });

  it("spreads the parameters of each branch evenly", () => {
    const space = { kind: hp.choice([{ a: hp.uniform(0, 1) }, { b: hp.uniform(0, 1) }]) };
    const study = new Study({ space, algo: qmc(), seed: 1 });
    const seen: number[] = [];
    for (let index = 0; index < 128; index++) {
      const kind = study.ask()?.params.kind;
      if (kind !== undefined && "a" in kind) seen.push(kind.a);
    }
    expect(seen).toHaveLength(64);
    const quarters = [0, 1, 2, 3].map((quarter) => seen.filter((a) => Math.floor(a * 4) === quarter).length);
    expect(quarters).toEqual([16, 16, 16, 16]);
  });

  it("gives different points for different seeds, each seed always the same", () => {
    const first = (seed: number) => new Study({ space: { x: hp.uniform(0, 1) }, algo: qmc(), seed }).ask()?.params.x;
    expect(first(1)).toBe(first(1));
    expect(first(1)).not.toBe(first(2));
  });
});
