import { describe, expect, it } from "vitest";
import { grid, hp, parseSpace, type Space, type SpaceDefinition, Study, scope } from "../../../src/search/index.js";
import { samplerContract } from "../../contracts/sampler.js";

samplerContract("grid()", () => grid({ steps: 2 }), { ordered: true });

const conditional = {
  depth: scope.int(hp.quniform(1, 2, 1)),
  booster: hp.choice([{ kind: "tree" as const }, { kind: "dart" as const, drop: hp.uniform(0, 0.5) }]),
};

function all(study: Study<SpaceDefinition>): unknown[] {
  const params: unknown[] = [];
  for (let trial = study.ask(); trial !== null; trial = study.ask()) params.push(trial.params);
  return params;
}

function studyOf(space: SpaceDefinition, steps?: number | Record<string, number>): Study<SpaceDefinition> {
  return new Study<SpaceDefinition>({ space, algo: grid(steps === undefined ? {} : { steps }) });
}

describe("grid", () => {
  it("tries every combination once, in order, with parameters of options only where they are chosen", () => {
    const tree = { kind: "tree" };
    const dart = (drop: number) => ({ kind: "dart", drop });
    expect(all(studyOf(conditional, 3))).toEqual([
      { depth: 1, booster: tree },
      { depth: 1, booster: dart(0) },
      { depth: 1, booster: dart(0.25) },
      { depth: 1, booster: dart(0.5) },
      { depth: 2, booster: tree },
      { depth: 2, booster: dart(0) },
      { depth: 2, booster: dart(0.25) },
      { depth: 2, booster: dart(0.5) },
    ]);
  });

  it.each<[string, SpaceDefinition, number, number[]]>([
    ["uniform", { x: hp.uniform(-1, 1) }, 3, [-1, 0, 1]],
    ["one step", { x: hp.uniform(-1, 1) }, 1, [0]],
    ["log", { x: hp.log(0.01, 1) }, 3, [0.01, 0.1, 1]],
    // The standard normal's quantiles of 1/6, 1/2 and 5/6.
    ["normal", { x: hp.normal(10, 2) }, 3, [10 - 2 * 0.967421566, 10, 10 + 2 * 0.967421566]],
    ["qnormal, rounded to fewer", { x: hp.qnormal(0, 1, 2) }, 9, [-2, 0, 2]],
    ["all values of a finite one", { x: hp.randint(4) }, 2, [0, 1, 2, 3]],
  ])("takes its values of a parameter from the prior: %s", (_, space, steps, expected) => {
    const values = all(studyOf(space, steps)).map((params) => (params as { x: number }).x);
    expect(values).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 8);
  });

  it("thins out a parameter with many values when told to by its label", () => {
    const values = all(studyOf({ x: hp.uniformint(0, 100), y: hp.uniform(0, 1) }, { x: 3, y: 1 }));
    expect(values).toEqual([0, 50, 100].map((x) => ({ x, y: 0.5 })));
  });

  it("says how many there are, and how many are left", () => {
    const study = studyOf(conditional, 3);
    const sizes = [study.size];
    for (let index = 0; index < 5; index++) study.ask();
    sizes.push(study.size);
    study.add({ params: { depth: 1, booster: { kind: "dart", drop: 0.1 } }, loss: 1 });
    sizes.push(study.size);
    expect(sizes).toEqual([8, 8, 9]);
    expect(all(study)).toHaveLength(3);
    expect(study.size).toBe(9);
  });

  it("leaves out what was tried before it", () => {
    const before = studyOf(conditional, 3);
    for (let index = 0; index < 5; index++) before.ask();
    const after = studyOf(conditional, 3);
    after.restore(before.trials.map((trial) => ({ ...trial, params: {}, failed: false })));
    after.enqueue({ depth: 2, booster: { kind: "dart", drop: 0.5 } });
    const rest = all(after);
    expect(rest).toHaveLength(3);
    expect(
      new Set([...before.trials.map(({ params }) => params), ...rest].map((params) => JSON.stringify(params))).size,
    ).toBe(8);
  });

  it("counts spaces that nobody could list", () => {
    const choices = Array.from({ length: 60 }, () => hp.choice([{ x: hp.uniform(0, 1) }, { y: hp.uniform(0, 1) }]));
    const nested = hp.choice([
      {},
      { inner: Object.fromEntries(choices.map((choice, index) => [`c${index}`, choice])) },
    ]);
    expect(studyOf({ nested }, 2).size).toBe(1 + 4 ** 60);
  });

  it("counts parameters that several options share", () => {
    const shared = hp.uniform("shared", 0, 1);
    const space = { a: hp.choice([{ s: shared }, {}]), b: hp.choice([{ t: shared }, {}]) };
    const study = studyOf(space, 3);
    expect(study.size).toBe(3 * 3 + 1);
    expect(all(study)).toHaveLength(10);
  });

  it("stays quick on a long way", () => {
    const study = studyOf({ x: hp.randint(100), y: hp.randint(100) });
    const start = performance.now();
    expect(all(study)).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("what grid refuses", () => {
  const space = {
    rate: hp.loguniform(-5, 0),
    noise: hp.qnormal(0, 1, 1),
    kind: hp.choice(["a", "b"]),
    n: hp.randint(3),
  };
  it.each<[number | Record<string, number> | undefined, string]>([
    [undefined, "grid needs steps for rate, noise: they have no finite number of values"],
    [{ rate: 3 }, "grid needs steps for noise: it has no finite number of values"],
    [{ rate: 3, noise: 3, knd: 2 }, 'grid has steps for "knd", which the space has not; did you mean "kind"?'],
    [{ rate: 3, noise: 3, kind: 2 }, 'grid has steps for the choice "kind": all of its options are tried'],
  ])("steps %j, before anything is tried", (steps, words) => {
    expect(() => studyOf(space, steps)).toThrow(expect.objectContaining({ code: "bad-space" }));
    expect(() => studyOf(space, steps)).toThrow(words);
  });

  it.each([0, -1, 1.5, Number.NaN, "3", [3], null])("steps of %j at once", (steps) => {
    expect(() => grid({ steps: steps as number })).toThrow(/^grid: steps must be an integer from 1 to 1000000/);
  });

  it("options it does not know", () => {
    expect(() => grid({ step: 3 } as object)).toThrow("grid: step unknown option; known is steps");
  });
});

describe("Space.size", () => {
  it.each<[string, object, number]>([
    ["independent parameters", { a: { randint: [3] }, b: { choice: ["x", "y"] } }, 6],
    [
      "impossible options",
      {
        a: {
          pchoice: [
            [0, "x"],
            [0.5, "y"],
            [0.5, "z"],
          ],
        },
      },
      2,
    ],
    ["constants only", { a: 1 }, 1],
    ["a continuous parameter", { a: { uniform: [0, 1] } }, Infinity],
  ])("counts %s", (_, written, size) => {
    const parsed = parseSpace(written as never);
    expect((parsed as { value: Space }).value.size).toBe(size);
  });
});
