import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, newFolder, sweep, writeSpace } from "./sweep-command.js";

const folder = newFolder();
let first: Ended;
let trials: readonly Trial[];

beforeAll(async () => {
  writeSpace(folder);
  first = await sweep(folder, "run", "space.yaml");
  trials = JSON.parse(await look("trials", "quick", "--json")) as Trial[];
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

interface Trial {
  readonly number: number;
  readonly loss: number;
  readonly params: { readonly x: number };
}

const look = async (...words: string[]): Promise<string> => {
  const ended = await sweep(folder, ...words);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  return ended.stdout;
};

describe("sweep run", { timeout: 60_000 }, () => {
  it("tells its progress on stderr and its result on stdout", () => {
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/^best {2}loss 0\.\d+ {2}trial 0/m);
    expect(first.stdout).toMatch(/^quick finished: 5 trials in .* \(5 complete\)$/m);
    expect(first.stdout).toMatch(/ Best +loss 0\.\d+ in trial \d/);
    expect(first.stdout).toMatch(/ \d+\.\d % better than the median trial \(0\.\d+\)$/m);
    expect(first.stdout).toMatch(/ Model +quick version 1 \(best, champion\)/);
    expect(first.stdout).toMatch(/ Artifacts +\/.*\/artifacts$/m);
    expect(first.stdout).toMatch(/ Open it again: sweep show \w{8}$/m);
    expect(first.stdout + first.stderr).not.toContain("\u001b");
  });

  it("prints one JSON object with --json, and nothing else with --quiet", async () => {
    const ended = await sweep(
      folder,
      "run",
      "space.yaml",
      "-n",
      "2",
      "--name",
      "other",
      "--no-register",
      "--json",
      "--quiet",
    );
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const { best, counts, ...summary } = JSON.parse(ended.stdout) as Record<string, unknown>;
    expect(summary).toEqual({
      sweepId: expect.stringMatching(/^\w{8}$/),
      experimentId: expect.any(String),
      experiment: "other",
      state: "finished",
      model: null,
      trackingUri: expect.stringMatching(/^sqlite:\/\/\//),
      durationMs: expect.any(Number),
    });
    expect(counts).toMatchObject({ complete: 2, failed: 0, pruned: 0, no_result: 0 });
    expect(Object.keys(best as object)).toEqual([
      "runId",
      "number",
      "loss",
      "value",
      "params",
      "metrics",
      "durationMs",
    ]);
  });
});

describe("the commands that look", { timeout: 60_000 }, () => {
  it("list sweeps, newest first", async () => {
    const lines = (await look("ls")).split("\n");
    expect(lines[0]).toMatch(/^id +name +state +trials +metric +best +started$/);
    expect(lines[2]).toMatch(/^\w{8} +quick +finished +5\/5 +loss +0\.\d+ +/);
    expect(await look("ls", "--csv")).toMatch(
      /^sweepId,name,experiment,state,trials,metric,goal,best,bestTrial,createdAt\n\w{8},other,/,
    );
  });

  it("show a sweep", async () => {
    expect(await look("show", "quick")).toContain(first.stdout.trimEnd());
    expect(JSON.parse(await look("show", "quick", "--json"))).toMatchObject({ name: "quick", state: "finished" });
  });

  it("show where a sweep's results come from", async () => {
    expect(await look("show", "quick")).toMatch(/^ {2}Run by +\S+ on \S+$/m);
    const { provenance } = JSON.parse(await look("show", "quick", "--json")) as { provenance: object };
    expect(provenance).toMatchObject({ cwd: folder, git: null, data: null, host: expect.any(String) });
  });

  it("show all that is kept of one trial", async () => {
    const page = await look("show", "quick", "--trial", "1");
    expect(page).toMatch(/^Trial 1 of quick complete in /);
    expect(page).toMatch(/^ {2}Attempts +1 {2}ok, /m);
    expect(page).toMatch(/^ +logs\/stdout\.txt +\d+ B$/m);
    const trial = JSON.parse(await look("show", "quick", "--trial", "1", "--json")) as Record<string, unknown>;
    expect(trial).toMatchObject({
      ...(trials[1] as object),
      attempts: [{ number: 1, state: "ok", reason: null }],
      curves: { loss: [{ step: 0, value: trials[1]?.loss, time: expect.stringMatching(/Z$/) }] },
      artifacts: expect.arrayContaining([{ path: "model", sizeBytes: 6 }]),
    });
    const points = await look("show", "quick", "--trial", "1", "--csv");
    expect(points).toMatch(new RegExp(`^metric,step,value,time\nloss,0,${trials[1]?.loss},\\d{4}-`));
    expect(await sweep(folder, "show", "quick", "--trial", "99")).toMatchObject({ code: 2 });
  });

  it("list trials, in number order, with all that is known of them", async () => {
    expect(trials.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
    expect(Object.keys(trials[0] ?? {})).toEqual([
      ...[
        "number",
        "runId",
        "state",
        "reason",
        "attempt",
        "params",
        "loss",
        "value",
        "metrics",
        "startedAt",
        "durationMs",
      ],
      "worker",
    ]);
    for (const { loss, params } of trials) expect(loss).toBe(params.x);
    expect(await look("trials", "quick")).toMatch(/^#\s+state\s+loss\s+time\s+x\n0\s+complete\s/);
  });

  it("give CSV in which numbers are numbers and texts no formulas", async () => {
    const [header = "", row = ""] = (await look("trials", "quick", "--csv")).split("\n");
    const cells = Object.fromEntries(header.split(",").map((name, index) => [name, row.split(",")[index]]));
    expect(Number(cells["params.x"])).toBeGreaterThan(0);
    expect(cells["params.kind"]).toBe("'=1+1");
  });

  it("show the best trial", async () => {
    const lowest = Math.min(...trials.map(({ loss }) => loss));
    expect(JSON.parse(await look("best", "quick", "--json"))).toMatchObject({ loss: lowest });
    expect(await look("best", "quick")).toMatch(/ Params +x +0\.\d+/);
  });

  it("give the best trial's params and metrics as CSV", async () => {
    const [header = "", row = ""] = (await look("best", "quick", "--csv")).split("\n");
    expect(header).toBe("number,runId,loss,value,durationMs,params.x,params.kind,metrics.loss");
    expect(row.split(",")).toHaveLength(8);
  });

  it("print a trial's output", async () => {
    const [, second] = trials;
    expect(await look("logs", "quick", "1")).toBe(`loss=${second?.loss}\n`);
    expect(await look("logs", "quick", "1", "--stderr", "--follow")).toBe("to stderr\n");
  });

  it("list models and their versions", async () => {
    expect(await look("models")).toMatch(/^model +latest .*\nquick +1 +best=1 champion=1 /);
    expect(await look("models", "quick")).toMatch(/^version .*\n +1 +best, champion /);
    expect(await sweep(folder, "models", "none")).toMatchObject({ code: 2, stderr: expect.stringContaining('"none"') });
  });

  it("check what is in force", async () => {
    expect(await look("doctor")).toMatch(/^ok +Node .*\nok +SQLite .*\nok +home .*\nok +store .*schema at /);
    const broken = await sweep(folder, "doctor", "--home", "space.yaml");
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringMatching(/^fail +home /m) });
  });

  it("print the JSON Schema of space files", async () => {
    expect(JSON.parse(await look("schema"))).toMatchObject({ title: "sweep space file" });
  });
});

describe("sweep rerun", { timeout: 60_000 }, () => {
  it("runs the exact command again, with an output folder of its own", async () => {
    const [trial] = trials;
    const again = await sweep(folder, "rerun", "quick", "0");
    expect(again).toMatchObject({ code: 0, stdout: `loss=${trial?.loss}\n` });
    const output = /^output folder: (.*)$/m.exec(again.stderr)?.[1] ?? "";
    expect(output.startsWith(join(folder, ".sweep"))).toBe(true);
    expect(readdirSync(output)).toEqual(["model"]);
  });

  it("prints the command for a shell", async () => {
    const [trial] = trials;
    const printed = await look("rerun", "quick", "0", "--print");
    expect(printed).toContain(`cd ${folder} && `);
    expect(printed).toContain(`sh -c 'echo "loss=${trial?.loss}"`);
  });
});

describe("an order to a sweep that nobody runs", { timeout: 60_000 }, () => {
  it("says which command goes on with it, in the same place", async () => {
    const extended = await look("extend", "quick", "-n", "1", "--home", ".sweep");
    expect(extended).toMatch(/^quick \(\w{8}\) got 1 more trial; run them: sweep resume \w{8} --home \.sweep\n$/);
  });

  it("tells programs what became of it", async () => {
    const paused = JSON.parse(await look("pause", "quick", "--json")) as object;
    const common = { sweepId: expect.stringMatching(/^\w{8}$/), name: "quick", maxEvals: 6, answer: "applied" };
    expect(paused).toEqual({ ...common, state: "paused", order: "pause" });
    const extended = JSON.parse(await look("extend", "quick", "-n", "2", "--json")) as object;
    expect(extended).toEqual({ ...common, maxEvals: 8, state: "paused", order: "extend" });
    const stopped = JSON.parse(await look("stop", "quick", "--json")) as object;
    expect(stopped).toEqual({ ...common, maxEvals: 8, state: "stopped", order: "stop" });
  });
});
