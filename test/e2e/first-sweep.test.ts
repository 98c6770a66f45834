import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixture, spaceOf, type TrialRow, Workplace } from "./product.js";

interface Summary {
  readonly sweepId: string;
  readonly state: string;
  readonly counts: Record<string, number>;
  readonly best: { number: number; runId: string; value: number; params: Record<string, unknown> } | null;
  readonly model: { name: string; version: number; aliases: string[] } | null;
}

describe("sweep run", () => {
  it("runs every trial, finds the best and registers its model", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 6\nparallel: 2\nseed: 1\nmodel: model\nregister: toy"));
    const ended = await place.run(["run", "space.yaml", "--json", "--", ...fixture("train-model.mjs", "--x={x}")]);
    expect(ended.stderr).not.toContain("rror");
    const summary = JSON.parse(ended.stdout) as Summary;
    expect(ended.code).toBe(0);
    expect(summary.state).toBe("finished");
    expect(summary.counts.complete).toBe(6);
    const trials = await place.trials();
    const best = trials.reduce((a, b) => (Number(a.loss) <= Number(b.loss) ? a : b));
    expect(summary.best?.number).toBe(best.number);
    expect(summary.model).toEqual({ name: "toy", version: 1, aliases: expect.arrayContaining(["best", "champion"]) });
    expect(existsSync(join(place.folder, ".sweep/sweep.db"))).toBe(true);
  });

  it("keeps the curve of every metric, output and source of each run", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 2"));
    await place.run(["run", "space.yaml", "--", ...fixture("train-model.mjs", "--x={x}")]);
    const [first] = await place.trials();
    expect(first?.metrics).toMatchObject({ loss: expect.any(Number), "validation-rmse": expect.any(Number) });
    const logs = await place.run(["logs", "latest", "0"]);
    expect(logs.stdout).toContain("[2]\tvalidation-rmse:");
  });

  it("keeps the champion unless a sweep on the same metric beats it", async () => {
    const place = new Workplace();
    const settings = "max_evals: 2\nmodel: model\nregister: toy\nseed: 1";
    place.write("space.yaml", spaceOf(settings));
    const command = (offset: string) => ["--", ...fixture("train-model.mjs", "--x={x}", `--offset=${offset}`)];
    await place.run(["run", "space.yaml", ...command("1")]);
    const worse = JSON.parse((await place.run(["run", "space.yaml", "--json", ...command("2")])).stdout) as Summary;
    expect(worse.model).toMatchObject({ version: 2, aliases: ["best"] });
    const better = JSON.parse((await place.run(["run", "space.yaml", "--json", ...command("0")])).stdout) as Summary;
    expect(better.model?.version).toBe(3);
    expect(new Set(better.model?.aliases)).toEqual(new Set(["best", "champion"]));
  });

  it("maximises when told to", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 5").replace("{ name: loss }", "{ name: loss, goal: maximize }"));
    const ended = await place.run(["run", "space.yaml", "--json", "--", "echo", "loss={x}"]);
    const values = (await place.trials()).map((trial) => Number(trial.value));
    const summary = JSON.parse(ended.stdout) as Summary;
    expect(summary.best?.value).toBe(Math.max(...values));
  });

  it("creates nothing on a dry run", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 5"));
    const ended = await place.run(["run", "space.yaml", "--dry-run", "--", "echo", "loss={x}"]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/echo loss=0\.\d+/);
    expect(place.entries).toEqual(["space.yaml"]);
  });

  it("gives the same trials for the same seed", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 14\nseed: 7"));
    const paramsOf = async (): Promise<TrialRow["params"][]> => {
      await place.run(["run", "space.yaml", "--", "echo", "loss={x}"]);
      return (await place.trials()).map((trial) => trial.params);
    };
    expect(await paramsOf()).toEqual(await paramsOf());
  });
});
