import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SweepError } from "../../../src/base/index.js";
import { loadSpaceFile, spaceFileJsonSchema } from "../../../src/sweep/space-file/index.js";
import { ENOUGH, load, written } from "./space-files.js";

describe("a space file that is accepted", () => {
  it("fills in the documented defaults", async () => {
    const { spec, notices } = await load(`name: quick\nseed: 7\n${ENOUGH}`);
    expect(spec).toEqual({
      name: "quick",
      experiment: "quick",
      metric: { name: "loss", goal: "minimize", take: "last" },
      capture: null,
      algo: "auto",
      maxEvals: 3,
      parallel: 1,
      seed: 7,
      command: ["train"],
      cwd: "/work",
      model: null,
      register: "quick",
      data: [],
      timeoutMs: null,
      trialTimeoutMs: null,
      idleTimeoutMs: null,
      retries: 0,
      maxFailures: 5,
      lossThreshold: null,
      patience: null,
      env: {},
      secrets: [],
      tags: {},
      space: { x: { uniform: [0, 1] } },
    });
    expect(notices).toEqual(["algo: auto (default: gp, which finds most in so few trials)"]);
  });

  it("says how an algorithm that decides by itself will search, and nothing about one that does not", async () => {
    const noticesOf = async (algo: string) => (await load(`${algo}\n${ENOUGH}`)).notices;
    expect(await noticesOf("algo: auto\nparallel: 2")).toEqual(["algo: auto (gp, which finds most in so few trials)"]);
    expect(await noticesOf("algo: tpe")).toEqual([]);
  });

  it("says how many points a grid has, and how many of them are tried", async () => {
    const { notices, spec } = await load(`algo: { grid: { steps: 5 } }\n${ENOUGH.replace("max_evals: 3\n", "")}`);
    expect([notices, spec.maxEvals]).toEqual([["algo: grid of 5 points"], null]);
    const { notices: some } = await load(`algo: { grid: { steps: 5 } }\n${ENOUGH}`);
    expect(some).toEqual(["algo: grid of 5 points, of which max_evals tries the first 3"]);
  });

  it("keeps every setting", async () => {
    const { spec, notices } = await load(
      [
        "experiment: exp",
        "capture: [mae, 'val_*']",
        "algo: { tpe: { startup: 5 } }",
        "model: ./out//model.bin/",
        "register: false",
        "data: [data/*.csv]",
        "timeout: 2h",
        "trial_timeout: 1h30m",
        "idle_timeout: 90",
        "retries: 2",
        "max_failures: 9",
        "loss_threshold: -0.5",
        "patience: 20",
        "env: { OMP_NUM_THREADS: 1, secrets: [WANDB_API_KEY] }",
        "tags: { team: a, ok: true }",
        ENOUGH.replace("name: loss", "name: loss, goal: maximize, take: max"),
      ].join("\n"),
    );
    expect(notices).toEqual([]);
    expect(spec).toMatchObject({
      experiment: "exp",
      metric: { name: "loss", goal: "maximize", take: "max" },
      capture: ["mae", "val_*"],
      algo: { tpe: { startup: 5 } },
      model: "out/model.bin",
      register: null,
      data: ["data/*.csv"],
      timeoutMs: 7_200_000,
      trialTimeoutMs: 5_400_000,
      idleTimeoutMs: 90_000,
      retries: 2,
      maxFailures: 9,
      lossThreshold: -0.5,
      patience: 20,
      env: { OMP_NUM_THREADS: "1" },
      secrets: ["WANDB_API_KEY"],
      tags: { team: "a", ok: "true" },
    });
  });

  it("takes its folder's name, and draws a seed, when the file gives none", async () => {
    const folder = join(dirname(written("")), "churn");
    mkdirSync(folder);
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(folder, "space.yaml"), ENOUGH);
    const { spec } = await loadSpaceFile(join(folder, "space.yaml"));
    expect(spec).toMatchObject({ name: "churn", experiment: "churn", register: "churn", cwd: process.cwd() });
    expect(Number.isInteger(spec.seed) && spec.seed >= 0 && spec.seed < 2 ** 32).toBe(true);
  });

  it("reads YAML 1.2: 1e-4 is a number, no and on are texts", async () => {
    const { spec } = await load(ENOUGH.replace("{ x:", "{ lr: 1e-4, country: no, switch: on, empty: null, x:"));
    expect(spec.space).toMatchObject({ lr: 0.0001, country: "no", switch: "on", empty: null });
  });

  it("resolves anchors", async () => {
    const text = ENOUGH.replace("{ x: { uniform: [0, 1] } }", "{ x: &range { uniform: [0, 1] }, y: *range }");
    expect((await load(text)).spec.space).toEqual({ x: { uniform: [0, 1] }, y: { uniform: [0, 1] } });
  });

  it("lets what is given outside go before the file", async () => {
    const { spec } = await load(ENOUGH, [
      { path: ["max_evals"], value: 9, source: "-n" },
      { path: ["metric", "goal"], value: "maximize", source: "--goal" },
      { path: ["tags", "a"], value: "b=c", source: "--tag" },
      { path: ["command"], value: ["python3", "train.py"], source: "the words after --" },
    ]);
    expect(spec).toMatchObject({
      maxEvals: 9,
      metric: { name: "loss", goal: "maximize" },
      tags: { a: "b=c" },
      command: ["python3", "train.py"],
    });
  });

  it("needs no max_evals with a finite space", async () => {
    const text = ENOUGH.replace("max_evals: 3\n", "").replace("uniform: [0, 1]", "choice: [a, b]");
    expect((await load(text)).spec).toMatchObject({ maxEvals: null, timeoutMs: null });
  });

  it("needs no max_evals with a timeout", async () => {
    const { spec } = await load(`timeout: 1m\n${ENOUGH.replace("max_evals: 3\n", "")}`);
    expect(spec).toMatchObject({ maxEvals: null, timeoutMs: 60_000 });
  });

  it("has ten thousand parameters", async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `  p${index}: { uniform: [0, 1] }`);
    const { spec } = await load(
      `metric: { name: loss }\nmax_evals: 1\ncommand: [train]\nspace:\n${lines.join("\n")}\n`,
    );
    expect(Object.keys(spec.space as object)).toHaveLength(10_000);
  });

  it("is only ever refused with an issue, whatever the text", async () => {
    const fragment = fc.constantFrom(
      "space:",
      "metric: {",
      "}",
      "[",
      "]",
      "- ",
      "\n",
      "  ",
      "\t",
      "a: ",
      "&x ",
      "*x",
      "'",
      '"',
      "1e400",
      "!!",
      "|",
      "? ",
      "---",
      "#",
      "é",
      "\u0000",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 20 }), async (parts) => {
        const path = written(parts.join(""));
        const thrown: unknown = await loadSpaceFile(path).catch((error: unknown) => error);
        expect(thrown).toBeInstanceOf(SweepError);
        expect((thrown as SweepError).code).toBe("bad-space-file");
        expect((thrown as SweepError).issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe("spaceFileJsonSchema", () => {
  it("knows every key, and where the space's definitions are", async () => {
    const schema = await spaceFileJsonSchema();
    const properties = schema.properties as Record<string, unknown>;
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(["metric", "algo", "max_evals", "space", "env"]));
    expect(schema.additionalProperties).toBe(false);
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)].map(
      ([, name]) => name ?? "",
    );
    expect(references.length).toBeGreaterThan(0);
    expect(Object.keys(schema.$defs as object)).toEqual(expect.arrayContaining([...new Set(references)]));
  });
});
