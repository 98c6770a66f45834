import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { describe, expect, it } from "vitest";
import { fixture, processesWith, spaceOf, until, Workplace } from "./product.js";

const LOSS = ["--", "echo", "loss={x}"];

describe("a space file with mistakes", () => {
  it("has all of them named with their place, and nothing is created", async () => {
    const place = new Workplace();
    place.write(
      "space.yaml",
      "metrik: { name: loss }\nmax_evals: 0\nspace:\n  x: { uniform: [1, 0] }\n  y: { unifrom: [0, 1] }\n  z: { choice: [] }\n",
    );
    const ended = await place.run(["run", "space.yaml", ...LOSS]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/space\.yaml:1:1 .*metrik.*did you mean .?metric/i);
    expect(ended.stderr).toMatch(/space\.yaml:2:\d+ .*max_evals.*0/);
    expect(ended.stderr).toMatch(/space\.yaml:4:\d+ .*space\.x.*low/);
    expect(ended.stderr).toMatch(/space\.yaml:5:\d+ .*did you mean .?uniform/i);
    expect(ended.stderr).toMatch(/space\.yaml:6:\d+ .*choice/);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(place.entries).toEqual(["space.yaml"]);
  });

  it.each([
    ["malformed YAML", "space: [1, 2\n", /space\.yaml:\d+:\d+/],
    [
      "a duplicate key",
      "max_evals: 1\nmax_evals: 2\nspace: { x: { uniform: [0, 1] } }\n",
      /space\.yaml:2:1.*unique|duplicate/i,
    ],
    [
      "int on a string choice",
      spaceOf("max_evals: 1").replace("{ uniform: [0, 1] }", "{ choice: [a, b], int: true }"),
      /int/,
    ],
    [
      "names that collide in the environment",
      spaceOf("max_evals: 1").concat("  a-b: 1\n  a_b: 2\n"),
      /SWEEP_PARAM_A_B/,
    ],
    [
      "probabilities that do not sum to 1",
      spaceOf("max_evals: 1").replace("{ uniform: [0, 1] }", "{ pchoice: [[0.2, a], [0.2, b]] }"),
      /sum/,
    ],
  ])("refuses %s", async (_name, text, message) => {
    const place = new Workplace();
    place.write("space.yaml", text);
    const ended = await place.run(["run", "space.yaml", ...LOSS]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(place.entries).toEqual(["space.yaml"]);
  });

  it("says which file is missing", async () => {
    const ended = await new Workplace().run(["run", "nowhere.yaml", ...LOSS]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("nowhere.yaml");
  });
});

describe("a command that misbehaves", () => {
  const run = async (settings: string, command: readonly string[]) => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf(settings));
    const ended = await place.run(["run", "space.yaml", "--", ...command], { MARK: place.folder });
    return { place, ended, trials: ended.code === 2 ? [] : await place.trials() };
  };

  it("prints other metrics: no_result, the seen ones named, three in a row stop the sweep", async () => {
    const { ended, trials } = await run("max_evals: 9", ["echo", "accuracy={x}"]);
    expect(ended.code).toBe(1);
    expect(trials.map((trial) => trial.state)).toEqual(["no_result", "no_result", "no_result"]);
    expect(ended.stderr + ended.stdout).toMatch(/accuracy/);
    expect(ended.stderr + ended.stdout).toMatch(/loss/);
  });

  it("prints NaN: complete, diverged, never best", async () => {
    const { ended, trials } = await run("max_evals: 3", ["echo", "loss: nan {x}"]);
    expect(ended.code).toBe(1);
    expect(trials.map((trial) => [trial.state, trial.reason, trial.loss])).toEqual(
      Array.from({ length: 3 }, () => ["complete", "diverged", "NaN"]),
    );
  });

  it("exits 3: failed with its last words, and max_failures in a row stop the sweep", async () => {
    const { ended, trials } = await run("max_evals: 9\nmax_failures: 2", fixture("fail.sh", "{x}"));
    expect(ended.code).toBe(1);
    expect(trials.map((trial) => [trial.state, trial.reason])).toEqual([
      ["failed", "exit code 3"],
      ["failed", "exit code 3"],
    ]);
    expect(ended.stderr + ended.stdout).toContain("no such column");
  });

  it("fails now and then: retries run it again", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 2\nretries: 1"));
    const flaky = fixture("fail-once.mjs", place.folder, "{x}");
    expect((await place.run(["run", "space.yaml", "--", ...flaky])).code).toBe(0);
    expect((await place.trials()).map((trial) => [trial.state, trial.attempt])).toEqual([
      ["complete", 2],
      ["complete", 2],
    ]);
  });

  it("hangs, deaf to SIGTERM and with escaped grandchildren: the time limit ends all of it", async () => {
    const { place, trials } = await run("max_evals: 1\ntrial_timeout: 1s", fixture("stubborn-family.sh", "{x}"));
    expect(trials.map((trial) => [trial.state, trial.reason])).toEqual([["failed", "timeout"]]);
    expect(processesWith(place.folder)).toEqual([]);
  });

  it("leaves a grandchild that holds its output: the trial ends with the command", async () => {
    const { place, trials } = await run("max_evals: 1", ["sh", "-c", "sleep 300 & echo loss={x}"]);
    expect(trials.map((trial) => trial.state)).toEqual(["complete"]);
    expect(processesWith(place.folder)).toEqual([]);
  });

  it("does not exist: exit 2, with the word and where it was looked for", async () => {
    const { ended } = await run("max_evals: 5", ["pyhton", "train.py"]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/pyhton/);
    expect(ended.stderr).toMatch(/PATH/);
  });

  it("is not executable: exit 2, and says so", async () => {
    const place = new Workplace();
    chmodSync(place.write("train.sh", "#!/bin/sh\necho loss=1\n"), 0o644);
    place.write("space.yaml", spaceOf("max_evals: 5"));
    const ended = await place.run(["run", "space.yaml", "--", "./train.sh"]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/not executable|permission/i);
  });

  it("has no model where the space file says: the sweep ends well and says so", async () => {
    const { ended } = await run("max_evals: 1\nmodel: model.bin", ["echo", "loss={x}"]);
    expect(ended.code).toBe(0);
    expect(ended.stderr + ended.stdout).toContain("model.bin");
  });

  it("prints a progress bar, colours and binary: the metric is read, the bytes are kept", async () => {
    const { place, trials } = await run("max_evals: 1", fixture("noisy.mjs", "{x}"));
    expect(trials.map((trial) => [trial.state, trial.loss])).toEqual([["complete", trials[0]?.params.x]]);
    const logs = await place.run(["logs", "latest", "0"]);
    expect(logs.stdout).toContain("\r");
  });
});

describe("a store that cannot be used", () => {
  it("is a file where the folder should be", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 1"));
    place.write(".sweep", "");
    const ended = await place.run(["run", "space.yaml", ...LOSS]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(".sweep");
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  it("was written by a newer version", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 1"));
    await place.run(["run", "space.yaml", ...LOSS]);
    const database = new Database(join(place.folder, ".sweep/sweep.db"));
    const table = database.prepare("SELECT name FROM sqlite_master WHERE name LIKE '%migration%'").get() as {
      name: string;
    };
    const columns = database.prepare(`SELECT * FROM ${table.name} LIMIT 1`).get() as Record<string, unknown>;
    const names = Object.keys(columns).filter((name) => name !== "_metadata");
    const row = names.map((name) => (name === "name" ? "tracking-999-future" : columns[name]));
    database.prepare(`INSERT INTO ${table.name} (${names.join()}) VALUES (${names.map(() => "?").join()})`).run(...row);
    database.close();
    const ended = await place.run(["ls"]);
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toMatch(/newer/);
  });

  it("is on a full disk: it says so, waits, can be interrupted, and the database stays whole", async ({ skip }) => {
    const place = new Workplace();
    const disk = join(place.folder, "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      skip("mounting a small tmpfs needs root");
    }
    try {
      place.write("space.yaml", spaceOf("max_evals: 5"));
      const sweep = place.start(["run", "space.yaml", "--home", join(disk, "home"), ...LOSS]);
      await until("a word about the disk", () => /disk|space left|full/i.test(sweep.output()));
      sweep.process.kill("SIGINT");
      sweep.process.kill("SIGINT");
      const ended = await sweep.ended;
      expect(ended.code).not.toBe(0);
      expect(ended.stderr).not.toMatch(/\n\s+at /);
      const path = join(disk, "home/sweep.db");
      if (existsSync(path)) {
        const database = new Database(path);
        expect(database.prepare("PRAGMA integrity_check").get()).toMatchObject({ integrity_check: "ok" });
        database.close();
      }
    } finally {
      execFileSync("umount", ["-l", disk]);
    }
  });
});

describe("words on the command line", () => {
  it.each([
    [["run", "space.yaml", "-n", "0", ...LOSS], /max.evals.*0/i],
    [["run", "space.yaml", "-j", "none", ...LOSS], /parallel.*none/i],
    [["run", "space.yaml", "--algo", "tpx", ...LOSS], /tpx.*tpe/is],
    [["run", "space.yaml", "--max-eval", "3", ...LOSS], /--max-evals/],
    [["shwo"], /show/],
    [["show", "nothing"], /nothing/],
    [["run", "space.yaml"], /command/i],
  ])("%j is refused with exit code 2", async (words, message) => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 1"));
    const ended = await place.run(words);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });
});

describe("words that a terminal would obey", () => {
  it.each([
    [["run", "space.yaml", ...LOSS], "\u001b]0;pwned\u0007metrik: 1\n"],
    [["run", "\u001b[31mnowhere.yaml", ...LOSS], ""],
    [["\u001b[2Jshow"], ""],
    [["ls", "--\u001b[2J"], ""],
  ])("are not passed on in the message about %j", async (words, text) => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 1") + text);
    const ended = await place.run(words);
    expect(ended.code).toBe(2);
    for (const control of ["\u0007", "\u001b"]) expect(ended.stderr).not.toContain(control);
  });
});
