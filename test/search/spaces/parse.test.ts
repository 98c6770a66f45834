import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/index.js";
import { parseSpace } from "../../../src/search/index.js";

function issuesOf(raw: unknown): readonly (readonly [path: string, message: string])[] {
  const parsed = parseSpace(raw);
  return parsed.ok ? [] : parsed.issues.map(({ path, message }) => [path, message] as const);
}

describe("parseSpace", () => {
  it("reads distributions, nested mappings and constants", () => {
    const parsed = parseSpace({
      max_depth: { quniform: [2, 8, 1], int: true },
      learning_rate: { loguniform: [-5, 0] },
      reg_lambda: { log: [0.001, 10] },
      booster: { choice: [{ kind: "gbtree" }, { kind: "dart", rate_drop: { uniform: [0, 0.5] } }] },
      tree: {
        method: {
          pchoice: [
            [0.2, "exact"],
            [0.8, "hist"],
          ],
        },
        bins: { randint: [16, 256] },
      },
      objective: "reg:squarederror",
      layers: [64, 32],
      nothing: null,
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const space = parsed.value;
    expect(space.labels).toEqual([
      "max_depth",
      "learning_rate",
      "reg_lambda",
      "booster",
      "tree.method",
      "tree.bins",
      "booster.rate_drop",
    ]);
    const params = space.paramsOf(space.sample(createRandom(1)));
    expect(params).toMatchObject({ objective: "reg:squarederror", layers: [64, 32], nothing: null });
    expect(params.max_depth).toBeOneOf([2, 3, 4, 5, 6, 7, 8]);
  });

  it.each<[string, unknown]>([
    ["uniform", [0, 1]],
    ["quniform", [0, 10, 2]],
    ["uniformint", [1, 6]],
    ["loguniform", [-5, 0]],
    ["qloguniform", [0, 5, 2]],
    ["log", [0.001, 10]],
    ["qlog", [1, 100, 5]],
    ["normal", [0, 1]],
    ["qnormal", [0, 10, 2]],
    ["lognormal", [0, 1]],
    ["qlognormal", [0, 1, 1]],
    ["randint", [5]],
    ["choice", [1, 2]],
    [
      "pchoice",
      [
        [0.5, 1],
        [0.5, 2],
      ],
    ],
  ])("knows %s, as an integer too", (name, values) => {
    const parsed = parseSpace({ x: { [name]: values, int: true } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const random = createRandom(2);
    for (let draw = 0; draw < 50; draw++) {
      expect(Number.isInteger(parsed.value.paramsOf(parsed.value.sample(random)).x)).toBe(true);
    }
  });

  it.each<[string, unknown, string, string]>([
    ["low above high", { x: { uniform: [1, 0] } }, "x.uniform", "low must be less than high, got [1, 0]"],
    ["a missing argument", { x: { quniform: [0, 1] } }, "x.quniform", "quniform takes [low, high, q], got 2 values"],
    ["no list", { x: { uniform: 5 } }, "x.uniform", "uniform takes a list, got 5"],
    ["a string for a number", { x: { uniform: [0, "one"] } }, "x.uniform", 'high must be a finite number, got "one"'],
    ["a YAML .nan", { x: { uniform: [Number.NaN, 1] } }, "x.uniform", "low must be a finite number, got NaN"],
    ["an infinite constant", { x: Infinity, y: 1 }, "x", "expected a distribution or a JSON value, got Infinity"],
    ["an empty choice", { x: { choice: [] } }, "x.choice", "choice needs at least one option, got an empty list"],
    [
      "bad probabilities",
      {
        x: {
          pchoice: [
            [0.5, 1],
            [0.6, 2],
          ],
        },
      },
      "x.pchoice",
      "probabilities must sum to 1, got 1.1",
    ],
    [
      "a pair that is none",
      { x: { pchoice: [[1, "a"], "b"] } },
      "x.pchoice",
      'option 1 must be [probability, option], got "b"',
    ],
    [
      "int on strings",
      { x: { choice: ["a", "b"], int: true } },
      "x.int",
      "int is for parameters whose values are all numbers",
    ],
    ["int that is no flag", { x: { uniform: [0, 1], int: 1 } }, "x.int", "int must be true or false, got 1"],
    [
      "a misspelt distribution",
      { x: { unifrom: [0, 1] } },
      "x.unifrom",
      'unknown distribution; did you mean "uniform"?',
    ],
    [
      "one beside int",
      { x: { qunifrm: [0, 9, 1], int: true } },
      "x.qunifrm",
      'unknown distribution; did you mean "quniform"?',
    ],
    [
      "another key",
      { x: { uniform: [0, 1], step: 2 } },
      "x.step",
      'unexpected beside uniform, where only "int" may stand',
    ],
    [
      "a misspelt int",
      { x: { uniform: [0, 1], itn: true } },
      "x.itn",
      'unexpected beside uniform, where only "int" may stand; did you mean "int"?',
    ],
    [
      "a fault inside an option",
      { booster: { choice: [{ kind: "a" }, { kind: "b", rate_drop: { uniform: [1, 0] } }] } },
      "booster.choice.1.rate_drop.uniform",
      "low must be less than high, got [1, 0]",
    ],
    [
      "one inside a weighted option",
      { x: { pchoice: [[1, { y: { log: [0, 1] } }]] } },
      "x.pchoice.0.1.y.log",
      "low must be greater than 0, got 0",
    ],
    ["one inside a list", { x: [1, { normal: [0, 0] }] }, "x.1.normal", "sigma must be greater than 0, got 0"],
    ["nothing", {}, "", "the space is empty: it needs at least one parameter"],
    ["a list", [1], "", "expected a mapping of parameters"],
    ["no space at all", null, "", "expected a mapping of parameters"],
  ])("refuses %s", (_, raw, path, message) => {
    expect(issuesOf(raw)).toEqual([[path, message]]);
  });

  it("names every issue at once, in the order of the file", () => {
    const paths = issuesOf({
      a: { uniform: [1, 0], steps: 3 },
      b: { quniform: ["x", 1, -1] },
      c: { d: { choice: [] } },
      e: { lognormal: [0] },
    }).map(([path]) => path);
    expect(paths).toEqual(["a.steps", "a.uniform", "b.quniform", "b.quniform", "c.d.choice", "e.lognormal"]);
  });

  it("leaves nested constants alone that look like nothing known", () => {
    expect(issuesOf({ adam: { betas: [0.9, 0.999] }, schedule: { milestones: [10, 20], gamma: 0.1 } })).toEqual([]);
  });
});
