import { join } from "node:path";
import { median } from "simple-statistics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { repository } from "./document.js";
import { createSandbox, type Sandbox } from "./sandbox.js";

const summarySchema = z.object({
  state: z.literal("finished"),
  counts: z.object({ complete: z.number(), failed: z.number() }),
  best: z.object({ value: z.number(), params: z.record(z.string(), z.unknown()) }),
  model: z.object({ name: z.string(), version: z.number(), aliases: z.array(z.string()) }),
});

const trialsSchema = z.array(z.object({ number: z.number(), value: z.number() }));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.remove());

describe("examples/diabetes/train.py", () => {
  const script = join(repository, "examples", "diabetes", "train.py");

  it("works on its own: a line per stage, the metric last, a model that predicts", async () => {
    const words = [script, "--max_depth", "3.0", "--learning_rate", "0.2", "--n_estimators", "5", "--seed", "7"];
    const lines = (await sandbox.run("python3", words)).split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[4]).toMatch(/^\[4\]\tvalidation-rmse:\d+\.\d+$/);
    expect(lines[5]).toMatch(/^rmse: \d+\.\d+$/);

    const rows = join(repository, "examples", "diabetes", "diabetes.csv");
    const predictions = (await sandbox.run("python3", [join("output", "model", "predict.py"), rows])).split("\n");
    expect(predictions).toHaveLength(442);
    // The mean of the targets is 152.13; predictions that mean something are on their scale.
    expect(predictions.map(Number).every((value) => value > 25 && value < 346)).toBe(true);
  });

  it("says what is wrong with a parameter", async () => {
    await expect(sandbox.run("python3", [script, "--max_depth", "2.5"])).rejects.toThrow(
      /expected a whole number, got 2.5/,
    );
  });
});

describe("examples/diabetes", () => {
  it("finds better settings than the first and the median trial, and registers the best model", async () => {
    const command = ["python3", "examples/diabetes/train.py"];
    const words = ["run", "examples/diabetes/space.yaml", "--json", "--", ...command];
    const summary = summarySchema.parse(JSON.parse(await sandbox.run("sweep", words, { cwd: repository })));
    expect(summary.counts).toMatchObject({ complete: 40, failed: 0 });
    expect(summary.model).toMatchObject({ name: "diabetes-regressor", version: 1 });
    expect(summary.model.aliases.toSorted()).toEqual(["best", "champion"]);

    const trials = trialsSchema.parse(JSON.parse(await sandbox.run("sweep", ["trials", "latest", "--json"])));
    expect(trials).toHaveLength(40);
    const values = trials.map((trial) => trial.value);
    expect(summary.best.value).toBeLessThan(values[0] ?? 0);
    expect(summary.best.value).toBeLessThan(median(values));
    // Most later trials are good ones; the first ten were drawn before there was anything to learn from.
    expect(summary.best.value).toBeLessThan(median(values.slice(0, 10)) - 2);
  });
});

describe("examples/fmin", () => {
  it("searches the same space from TypeScript", async () => {
    const output = await sandbox.run("tsx", [join(repository, "examples", "fmin", "diabetes.ts")]);
    expect(output).toMatch(/best params: \{\s+max_depth: \d,/);
    expect(await sandbox.run("sweep", ["models"])).toMatch(/diabetes-regressor-ts/);
  });
});
