import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newFolder, sweep } from "./sweep-command.js";

const folder = newFolder();

/** A sweep whose loss is `x`, whatever `y` is. */
function writeSpace(name: string, lines: readonly string[]): string {
  const text = [
    `name: ${name}`,
    "metric: { name: loss }",
    "seed: 1",
    "command: [sh, -c, 'echo loss={x}']",
    "register: false",
    ...lines,
  ];
  writeFileSync(join(folder, `${name}.yaml`), `${text.join("\n")}\n`);
  return `${name}.yaml`;
}

beforeAll(async () => {
  const enough = [
    "max_evals: 40",
    "parallel: 4",
    "algo: qmc",
    "space: { x: { uniform: [0, 1] }, y: { uniform: [0, 1] } }",
  ];
  expect(await sweep(folder, "run", writeSpace("enough", enough), "--quiet")).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

describe("sweep importance", () => {
  it("shows which parameters matter, the most important first", async () => {
    const { code, stdout } = await sweep(folder, "importance", "latest");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^parameter +importance\nx +\d+\.\d % +━+\ny +\d+\.\d %/);
  });

  it("gives the same as JSON and CSV", async () => {
    const rows = JSON.parse((await sweep(folder, "importance", "enough", "--json")).stdout) as {
      parameter: string;
      importance: number;
    }[];
    expect(rows.map(({ parameter }) => parameter)).toEqual(["x", "y"]);
    expect(rows[0]?.importance).toBeGreaterThan(0.7);
    expect(rows.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
    const csv = rows.map(({ parameter, importance }) => `${parameter},${importance}`).join("\n");
    expect((await sweep(folder, "importance", "enough", "--csv")).stdout).toBe(`parameter,importance\n${csv}\n`);
  });
});

describe("a grid", () => {
  const space = "space: { x: { uniform: [0, 1] }, k: { choice: [a, { k: b, depth: { randint: [2] } }] } }";

  it("needs no number of trials, and says how many it has and when it is done", async () => {
    const file = writeSpace("grid", ["algo: { grid: { steps: 2 } }", "parallel: 3", space]);
    const { code, stdout, stderr } = await sweep(folder, "run", file);
    expect(code).toBe(0);
    expect(stderr).toContain("algo: grid of 6 points");
    expect(stderr).toContain("exhausted 6/6");
    expect(stdout).toMatch(/^grid finished: 6 trials in .* \(6 complete\)$/m);
    const trials = JSON.parse((await sweep(folder, "trials", "grid", "--json")).stdout) as { params: unknown }[];
    expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(6);
  }, 60_000);

  it("has too few trials to say what matters", async () => {
    const { code, stdout, stderr } = await sweep(folder, "importance", "grid");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("importance needs 10 complete trials with a finite result, there are 6");
  });

  it("is refused over a continuous space without steps", async () => {
    const file = writeSpace("endless", ["algo: grid", space]);
    const { code, stderr } = await sweep(folder, "run", file);
    expect(code).toBe(2);
    expect(stderr).toContain("grid needs steps for x: it has no finite number of values");
  });
});
