import { describe, expect, it } from "vitest";
import { ENOUGH, refusal } from "./space-files.js";

const REST = "max_evals: 3\ncommand: [train]\nmetric: { name: loss }\n";
const space = (line: string) => `${REST}space:\n  ${line}\n`;

/** A file, and the first line of its refusal. */
const corpus: readonly (readonly [name: string, text: string, refusal: string])[] = [
  [
    "low above high",
    space("learning_rate: { loguniform: [0, -5] }"),
    "space.yaml:5:32  space.learning_rate.loguniform  low must be less than high, got [0, -5]",
  ],
  [
    "low equal to high",
    space("x: { uniform: [1, 1] }"),
    "space.yaml:5:17  space.x.uniform  low must be less than high, got [1, 1]",
  ],
  [
    "a number in quotes",
    space('x: { uniform: ["0", 1] }'),
    'space.yaml:5:17  space.x.uniform  low must be a finite number, got "0"',
  ],
  [
    "probabilities that do not sum to 1",
    space("x: { pchoice: [[0.2, a], [0.2, b]] }"),
    "space.yaml:5:17  space.x.pchoice  probabilities must sum to 1, got 0.4",
  ],
  [
    "an empty choice",
    space("x: { choice: [] }"),
    "space.yaml:5:16  space.x.choice  choice needs at least one option, got an empty list",
  ],
  [
    "int on texts",
    space("x: { choice: [a, b], int: true }"),
    "space.yaml:5:29  space.x.int  int is for parameters whose values are all numbers",
  ],
  [
    "a misspelt distribution",
    space("x: { unifrom: [0, 1] }"),
    'space.yaml:5:17  space.x.unifrom  unknown distribution; did you mean "uniform"?',
  ],
  [
    "an issue deep inside",
    space("b: { choice: [{ k: 1 }, { r: { uniform: [2, 1] } }] }"),
    "space.yaml:5:43  space.b.choice.1.r.uniform  low must be less than high, got [2, 1]",
  ],
  [
    "colliding environment names",
    space("{ max-depth: 1, max_depth: 2, x: { uniform: [0, 1] } }"),
    "space.yaml:5:19  space.max_depth  has the environment variable SWEEP_PARAM_MAX_DEPTH, as max-depth has already; rename one",
  ],
  [
    "a name that no flag can have",
    space('"learning rate": 1'),
    "space.yaml:5:3  space.learning rate  names begin with a letter or _ and hold letters, digits, _ . and - only",
  ],
  [
    "a placeholder's name",
    space("params: 1"),
    "space.yaml:5:3  space.params  {params} stands for all parameters in a command; choose another name",
  ],
  [
    "an infinite constant",
    space("x: .inf"),
    "space.yaml:5:6  space.x  expected a distribution or a JSON value, got Infinity",
  ],
  [
    "an integer beyond 2^53",
    space("id: 12345678901234567890"),
    'space.yaml:5:7  space.id  is too large to be kept exactly; quote it to pass it as text: "12345678901234567890"',
  ],
  ["a tab", `${ENOUGH}env:\n\tA: 1\n`, "space.yaml:6:1  a tab indents this line; YAML allows spaces only"],
  [
    "a duplicate key",
    `seed: 1\n${ENOUGH}seed: 2\n`,
    "space.yaml:6:1  seed  duplicate: it is given already in this mapping",
  ],
  [
    "a list that does not end",
    "max_evals: [1, 2\nseed: 3\n",
    "space.yaml:2:1  flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  [
    "a second document",
    `${ENOUGH}---\na: 1\n`,
    "space.yaml:5:1  a second document begins here; a space file holds one",
  ],
  [
    "a list as a key",
    `${ENOUGH}tags:\n  ? [a]\n  : 1\n`,
    'space.yaml:6:5  tags.["a"]  expected text as a key, got a list or mapping',
  ],
  ["an unknown tag", `seed: !number 3\n${ENOUGH}`, "space.yaml:1:7  unresolved tag: !number"],
  ["no mapping", "- 1\n", "space.yaml:1:1  expected a mapping of keys such as metric, max_evals and space, got [1]"],
  ["an empty file", "", "space.yaml  expected a mapping of keys such as metric, max_evals and space, got nothing"],
  ["another tool's key", `n_trials: 2\n${ENOUGH}`, "space.yaml:1:1  n_trials  unknown key; did you mean max_evals?"],
  ["a part as a key", `direction: min\n${ENOUGH}`, "space.yaml:1:1  direction  unknown key; did you mean metric.goal?"],
  ["a misspelt key", `paralel: 2\n${ENOUGH}`, "space.yaml:1:1  paralel  unknown key; did you mean parallel?"],
  [
    "a key of the metric that there is not",
    ENOUGH.replace("name: loss", "name: loss, gaol: maximize"),
    "space.yaml:1:23  metric.gaol  unknown key; did you mean goal?",
  ],
  ["no trials", ENOUGH.replace("3", "0"), "space.yaml:2:12  max_evals  expected a whole number, 1 or more, got 0"],
  [
    "half a trial",
    ENOUGH.replace("3", "1.5"),
    "space.yaml:2:12  max_evals  expected a whole number, 1 or more, got 1.5",
  ],
  [
    "no limit",
    ENOUGH.replace("max_evals: 3\n", ""),
    "space.yaml  max_evals  is required, unless a timeout is given or the space is finite",
  ],
  [
    "a goal that is none",
    ENOUGH.replace("name: loss", "name: loss, goal: minimise"),
    'space.yaml:1:29  metric.goal  expected minimize or maximize, got "minimise"',
  ],
  [
    "a duration that is none",
    `timeout: 5 minutes\n${ENOUGH}`,
    'space.yaml:1:10  timeout  expected a duration such as 90s, 30m, 2h or 1h30m, or a number of seconds, above zero, got "5 minutes"',
  ],
  [
    "an algorithm that is none",
    `algo: tpee\n${ENOUGH}`,
    'space.yaml:1:7  algo  unknown sampler "tpee"; did you mean "tpe"? known are tpe, random',
  ],
  [
    "an empty setting",
    `retries:\n${ENOUGH}`,
    "space.yaml:1:9  retries  expected a whole number, 0 or more, got nothing",
  ],
  [
    "a number among the command's words",
    ENOUGH.replace("[train]", "[train, 3]"),
    'space.yaml:3:18  command.1  expected text in quotes, such as "3", got 3',
  ],
  [
    "a placeholder without a parameter",
    ENOUGH.replace("[train]", '[train, "{y}"]'),
    'space.yaml:3:10  command  {y} in the command\'s word "{y}" is not a parameter of the space; expected one of x, {params} or {params_file} ({{ stands for a plain brace)',
  ],
  [
    "no command",
    ENOUGH.replace("command: [train]\n", ""),
    "space.yaml  command  is required: no command follows -- on the command line",
  ],
  [
    "a model outside the output folder",
    `model: ../model\n${ENOUGH}`,
    'space.yaml:1:8  model  expected a path inside the trial\'s output folder, got "../model"',
  ],
  [
    "a variable that sweep sets",
    `env: { SWEEP_ID: x }\n${ENOUGH}`,
    "space.yaml:1:8  env.SWEEP_ID  variables that begin with SWEEP_ are set by sweep",
  ],
];

describe("a space file that is refused", () => {
  it.each(corpus)("for %s", async (_name, text, first) => {
    expect((await refusal(text)).split("\n")[0]).toBe(first);
  });

  it.each(["select", "pruner", "requires", "metrics", "constraints", "warm_start", "resource", "method", "parameters"])(
    "for the key %s, which this version does not have",
    async (key) => {
      expect(await refusal(`${key}: 1\n${ENOUGH}`)).toMatch(`space.yaml:1:1  ${key}  unknown key; `);
    },
  );

  it("shows the line of each issue with a mark below its place", async () => {
    expect(await refusal(space("learning_rate: { loguniform: [0, -5] }"))).toBe(
      [
        "space.yaml:5:32  space.learning_rate.loguniform  low must be less than high, got [0, -5]",
        "    5 |   learning_rate: { loguniform: [0, -5] }",
        "                                       ^",
      ].join("\n"),
    );
  });

  it("names everything that is wrong at once, in the order of the file", async () => {
    const text =
      "retries: -1\nmetrik: { name: loss }\nspace:\n  x: { uniform: [1, 0] }\n  y: { choice: [] }\nseed: 1\nseed: x\n";
    const lines = (await refusal(text)).split("\n");
    expect(lines[0]).toBe("9 problems in space.yaml");
    expect(lines.filter((line) => line.startsWith("space.yaml")).map((line) => line.split("  ").slice(0, 2))).toEqual([
      ["space.yaml", "metric"],
      ["space.yaml", "max_evals"],
      ["space.yaml", "command"],
      ["space.yaml:1:10", "retries"],
      ["space.yaml:2:1", "metrik"],
      ["space.yaml:4:17", "space.x.uniform"],
      ["space.yaml:5:16", "space.y.choice"],
      ["space.yaml:7:1", "seed"],
      ["space.yaml:7:7", "seed"],
    ]);
  });

  it("cuts a long line around the place", async () => {
    const padding = `[${"1, ".repeat(100)}2]`;
    const [, source = "", mark = ""] = (await refusal(space(`x: { a: ${padding}, b: { uniform: [1, 0] } }`))).split(
      "\n",
    );
    expect(source.length).toBeLessThan(120);
    expect(source.slice(mark.length - 1)).toMatch(/^\[1, 0\]/);
  });

  it("stops aliases that multiply", async () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const values = Array(9).fill(level === 0 ? "x" : `*a${level - 1}`);
      return `a${level}: &a${level} [${values.join(", ")}]`;
    });
    expect(await refusal(`${levels.join("\n")}\n`)).toMatch("aliases expand to more than 100 copies");
  });

  it("stops at brackets that never end", async () => {
    expect(await refusal(`space: ${"[".repeat(100_000)}`)).toMatch("brackets are nested more than 1000 deep");
  });

  it("is not text", async () => {
    expect(await refusal(new Uint8Array([0x61, 0xff, 0xfe]))).toMatch("is not UTF-8 text");
  });
});

describe("values given outside the file", () => {
  const override = (path: string, value: unknown, source: string) => ({ path: path.split("."), value, source });

  it("are refused under the words that gave them", async () => {
    expect(
      await refusal(ENOUGH, [override("max_evals", 0, "--max-evals"), override("parallel", "none", "--parallel")]),
    ).toBe(
      [
        "2 problems in space.yaml",
        "--max-evals  expected a whole number, 1 or more, got 0",
        '--parallel  expected a whole number from 1 to 1000, got "none"',
      ].join("\n"),
    );
  });

  it("hide what is wrong with the value they replace", async () => {
    expect(
      await refusal(`max_evals: 0\nretries: x\n${ENOUGH.replace("max_evals: 3\n", "")}`, [
        override("max_evals", 3, "-n"),
      ]),
    ).toMatch(/^space\.yaml:2:10 {2}retries/);
  });
});
