import { describe, expect, it } from "vitest";
import { grid, hp, mix, rand, type Sampler, Study, tpe } from "../../../src/search/index.js";
import { samplerContract } from "../../contracts/sampler.js";

samplerContract("mix()", () =>
  mix([
    [0.3, rand()],
    [0.7, tpe()],
  ]),
);

const always = (x: number, learns = false): Sampler => ({ name: "always", learns, suggest: () => ({ x }) });
const never: Sampler = { name: "never", learns: false, suggest: () => null };

function asked(algo: Sampler, count: number): number[] {
  const study = new Study({ space: { x: hp.uniform(0, 1) }, algo, seed: 1 });
  return Array.from({ length: count }, () => study.ask()?.params.x ?? Number.NaN);
}

describe("mix", () => {
  it("lets each part suggest as often as its probability says", () => {
    const drawn = asked(
      mix([
        [0.25, always(0)],
        [0, always(0.5)],
        [0.75, always(1)],
      ]),
      2000,
    );
    const share = drawn.filter((x) => x === 0).length / drawn.length;
    // Four standard errors.
    expect(Math.abs(share - 0.25)).toBeLessThan(0.04);
    expect(drawn).not.toContain(0.5);
  });

  it("asks the others when one has no point left", () => {
    const drawn = asked(
      mix([
        [0.9, never],
        [0.1, always(1)],
      ]),
      50,
    );
    expect(new Set(drawn)).toEqual(new Set([1]));
  });

  it("learns when a part does", () => {
    expect(mix([[1, always(0)]]).learns).toBe(false);
    expect(
      mix([
        [0.5, always(0)],
        [0.5, always(1, true)],
      ]).learns,
    ).toBe(true);
  });

  it("refuses a space that a part cannot search", () => {
    expect(() => asked(mix([[1, grid()]]), 1)).toThrow("grid needs steps for x");
  });

  it.each<[unknown, string]>([
    [[], "mix: expected a list of [probability, sampler], got []"],
    [[[0.5, rand()]], "mix: probabilities must sum to 1, got 0.5"],
    [[[Number.NaN, rand()]], "mix: probability of part 0 must be a number in [0, 1], got NaN"],
    [
      [
        [-1, rand()],
        [2, rand()],
      ],
      "mix: probability of part 0 must be a number in [0, 1], got -1",
    ],
    [[[1, "tpe"]], 'mix: part 0 has no sampler, but "tpe"'],
    [[1], "mix: part 0 must be [probability, sampler], got 1"],
  ])("refuses %j", (parts, words) => {
    expect(() => mix(parts as [])).toThrow(words);
  });
});
