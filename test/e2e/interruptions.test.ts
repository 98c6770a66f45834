import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixture, processesWith, spaceOf, until, Workplace } from "./product.js";

/** Trials that take as long as the file `go` is missing. */
const HELD = (place: Workplace) => fixture("wait-for-file.mjs", join(place.folder, "go"), "{x}");

describe("a sweep that is interrupted", () => {
  it("lets running trials finish on the first Ctrl-C, exits 130 and resumes to the same trials", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 6\nseed: 3\nname: held"));
    const sweep = place.start(["run", "space.yaml", "--", ...HELD(place)]);
    await until("a running trial", async () => (await running(place)) === 1);
    sweep.process.kill("SIGINT");
    await until("the answer to Ctrl-C", () => /finish/i.test(sweep.output()));
    place.write("go", "");
    const ended = await sweep.ended;
    expect(ended.code).toBe(130);
    expect(ended.stdout + ended.stderr).toMatch(/sweep resume \w+/);
    expect((await place.trials()).map((trial) => trial.state)).toEqual(["complete"]);
    const resumed = await place.run(["resume", "latest", "--quiet"]);
    expect(resumed.code).toBe(0);
    const interrupted = (await place.trials()).map((trial) => [trial.params, trial.loss]);
    await place.run(["run", "space.yaml", "--quiet", "--", ...HELD(place)]);
    const whole = (await place.trials()).map((trial) => [trial.params, trial.loss]);
    expect(interrupted).toEqual(whole);
  });

  it("stops running trials on the second Ctrl-C and runs them again on resume", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 2\nparallel: 2"));
    const sweep = place.start(["run", "space.yaml", "--", ...HELD(place)]);
    await until("running trials", async () => (await running(place)) === 2);
    sweep.process.kill("SIGINT");
    await until("the answer to Ctrl-C", () => /finish/i.test(sweep.output()));
    sweep.process.kill("SIGINT");
    expect((await sweep.ended).code).toBe(130);
    expect(processesWith(place.folder)).toEqual([]);
    place.write("go", "");
    expect((await place.run(["resume", "latest", "--quiet"])).code).toBe(0);
    const trials = await place.trials();
    expect(trials.map((trial) => [trial.number, trial.state])).toEqual([
      [0, "complete"],
      [1, "complete"],
    ]);
  });

  it("loses and repeats nothing when it is killed again and again", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 40\nparallel: 2\nseed: 11\nalgo: random"));
    const command = fixture("append-line.mjs", join(place.folder, "ran.txt"), "{x}");
    let sweep = place.start(["run", "space.yaml", "--", ...command]);
    for (let kills = 0; kills < 6; kills += 1) {
      const before = lines(place).length;
      await until("progress", () => lines(place).length >= Math.min(before + 3, 40));
      sweep.process.kill("SIGKILL");
      await sweep.ended;
      sweep = place.start(["resume", "latest"]);
    }
    expect((await sweep.ended).code).toBe(0);
    const trials = await place.trials();
    expect(trials.map((trial) => trial.number)).toEqual(Array.from({ length: 40 }, (_, number) => number));
    expect(new Set(trials.map((trial) => trial.state))).toEqual(new Set(["complete"]));
    expect(new Set(trials.map((trial) => trial.params.x)).size).toBe(40);
    // A trial that was running when its controller died is run again; one that had finished is not.
    const ran = lines(place);
    expect(new Set(ran).size).toBe(40);
    expect(ran.length).toBeLessThanOrEqual(40 + 6 * 2);
  });

  it("leaves no process behind when it is killed", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 2\nparallel: 2"));
    const sweep = place.start(["run", "space.yaml", "--", ...fixture("stubborn-family.sh", "{x}")], {
      MARK: place.folder,
    });
    await until("both families", async () => (await running(place)) === 2 && processesWith(place.folder).length >= 7);
    sweep.process.kill("SIGKILL");
    await sweep.ended;
    await until("all to be gone", () => processesWith(place.folder).length === 0);
  });

  it("ends what outlived a sweep and its guardian before it runs trials again", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 1"));
    const sweep = place.start(["run", "space.yaml", "--", ...HELD(place)], { MARK: place.folder });
    await until("a running trial", async () => (await running(place)) === 1);
    const guardians = processesWith(place.folder).filter((pid) => commandLineOf(pid).includes("guardian-process"));
    expect(guardians).toHaveLength(1);
    for (const pid of [sweep.process.pid ?? 0, ...guardians]) process.kill(pid, "SIGKILL");
    await sweep.ended;
    const [left] = processesWith(place.folder);
    expect(left).toBeDefined();
    const resumed = place.start(["resume", "latest"]);
    await until("the end of what was left", () => !processesWith(place.folder).includes(left ?? 0));
    place.write("go", "");
    expect((await resumed.ended).code).toBe(0);
  });

  it("refuses a second owner and names the first", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 1"));
    const sweep = place.start(["run", "space.yaml", "--", ...HELD(place)]);
    await until("a running trial", async () => (await running(place)) === 1);
    const second = await place.run(["resume", "latest"]);
    expect(second.code).toBe(3);
    expect(second.stderr).toContain(String(sweep.process.pid));
    expect(second.stderr).toContain("--takeover");
    place.write("go", "");
    expect((await sweep.ended).code).toBe(0);
  });

  it("is stopped, paused, resumed and extended from another terminal", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 3"));
    const sweep = place.start(["run", "space.yaml", "--", ...HELD(place)]);
    await until("a running trial", async () => (await running(place)) === 1);
    expect((await place.run(["extend", "latest", "-n", "1"])).code).toBe(0);
    expect((await place.run(["pause", "latest"])).code).toBe(0);
    await until("the pause", async () => (await stateOf(place)) === "paused");
    place.write("go", "");
    await until("the running trial's end", async () => (await running(place)) === 0);
    expect((await place.trials()).filter((trial) => trial.state === "complete")).toHaveLength(1);
    const resumed = await place.run(["resume", "latest", "--quiet"]);
    expect(resumed.code).toBe(0);
    expect((await sweep.ended).code).toBe(0);
    expect(await place.trials()).toHaveLength(4);
  });

  it("ends running trials on stop --now", async () => {
    const place = new Workplace();
    place.write("space.yaml", spaceOf("max_evals: 3"));
    const sweep = place.start(["run", "space.yaml", "--", ...HELD(place)]);
    await until("a running trial", async () => (await running(place)) === 1);
    expect((await place.run(["stop", "latest", "--now"])).code).toBe(0);
    expect((await sweep.ended).code).toBe(1);
    expect((await place.trials()).map((trial) => trial.state)).toEqual(["cancelled"]);
    expect(await stateOf(place)).toBe("stopped");
  });
});

async function running(place: Workplace): Promise<number> {
  const ended = await place.run(["trials", "latest", "--json"]);
  if (ended.code !== 0) return 0;
  return (JSON.parse(ended.stdout) as { state: string }[]).filter((trial) => trial.state === "running").length;
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // gone meanwhile
  }
}

async function stateOf(place: Workplace): Promise<string> {
  return (await place.json<{ state: string }>(["show", "latest"])).state;
}

function lines(place: Workplace): string[] {
  try {
    return readFileSync(join(place.folder, "ran.txt"), "utf8").trim().split("\n");
  } catch {
    return []; // no trial has run yet
  }
}
