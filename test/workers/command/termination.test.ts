import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../contracts/broker.js";
import { startChild } from "../child.js";
import { ExecutorHarness, fixture, STOP } from "./executor-harness.js";

/** Whether a process is there and no zombie. */
function isRunning(pid: number): boolean {
  try {
    return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).startsWith("Z");
  } catch {
    return false;
  }
}

function pidIn(folder: string, name: string): number {
  return Number(readFileSync(join(folder, name), "utf8"));
}

function familyFolder(harness: ExecutorHarness): string {
  const folder = join(harness.folder, "family");
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function allEnd(folder: string, names: readonly string[], ms: number): Promise<void> {
  const pids = names.map((name) => pidIn(folder, name));
  await until(() => pids.every((pid) => !isRunning(pid)), ms);
}

describe("stopping a command", () => {
  let harness: ExecutorHarness;
  let controller: AbortController;
  beforeEach(() => {
    harness = new ExecutorHarness({ graceMs: 300, orphanGraceMs: 300 });
    controller = new AbortController();
  });
  afterEach(() => harness.executor.close());

  const saidFirstWord = () => until(() => harness.metrics.length > 0);

  it("lets it end well on SIGTERM, and is cancelled with the order's reason", async () => {
    const script = "trap 'echo loss=2; exit 0' TERM; echo loss=1; while :; do sleep 0.02; done";
    const run = harness.sh(script, {}, controller.signal);
    await saidFirstWord();
    controller.abort(STOP);
    expect(await run).toMatchObject({ state: "cancelled", reason: "pruned" });
    expect(harness.metrics.map(({ value }) => value)).toEqual([1, 2]);
  });

  it("starts nothing when it was stopped before", async () => {
    controller.abort(STOP);
    expect(await harness.sh("echo loss=1", {}, controller.signal)).toMatchObject({ state: "cancelled" });
    expect(harness.metrics).toEqual([]);
  });

  it("keeps the first reason", async () => {
    const script = "trap 'echo loss=2' TERM; echo loss=1; while :; do sleep 0.02; done";
    // The guardian is up before the clock runs, so that the trap is set when the time is over.
    await harness.sh("echo loss=0");
    const run = harness.sh(script, { trialTimeoutMs: 1500 }, controller.signal);
    await until(() => harness.metrics.some(({ value }) => value === 2));
    controller.abort(STOP);
    expect(await run).toMatchObject({ state: "failed", reason: "timeout" });
  });

  it("kills whoever ignores SIGTERM, with its group and those who left it", async () => {
    const folder = familyFolder(harness);
    const run = harness.run(["sh", fixture("escaping-family.sh"), folder, "stay"], {}, controller.signal);
    await saidFirstWord();
    controller.abort(STOP);
    expect(await run).toMatchObject({ state: "cancelled" });
    await allEnd(folder, ["leader", "member", "escaped"], 2000);
  });

  it("gives the training below a shell its grace though the shell dies at once", async () => {
    const saved = join(harness.folder, "saved");
    const training = `trap 'sleep 0.15; echo done > ${saved}; exit 0' TERM; echo loss=1; while :; do sleep 0.02; done`;
    const run = harness.sh(`sh -c "${training}" & wait`, {}, controller.signal);
    await saidFirstWord();
    controller.abort(STOP);
    await run;
    expect(existsSync(saved)).toBe(true);
  });
});

describe("what a command leaves behind", () => {
  let harness: ExecutorHarness;
  beforeEach(() => {
    harness = new ExecutorHarness({ orphanGraceMs: 300 });
  });
  afterEach(() => harness.executor.close());

  it("does not hold the attempt up, even with its stdout in hand", async () => {
    const started = performance.now();
    const outcome = await harness.sh("sleep 30 & echo loss=1; echo $! > pid");
    expect(outcome).toMatchObject({ state: "complete", value: 1 });
    expect(performance.now() - started).toBeLessThan(5000);
    await until(() => !isRunning(pidIn(harness.folder, "pid")), 3000);
  });

  it("is killed after its grace, in the group and out of it", async () => {
    const folder = familyFolder(harness);
    expect(await harness.run(["sh", fixture("escaping-family.sh"), folder, "leave"])).toMatchObject({
      state: "complete",
    });
    await allEnd(folder, ["leader", "member", "escaped"], 3000);
  });

  it("is gone when the executor has closed", async () => {
    const folder = familyFolder(harness);
    await harness.run(["sh", fixture("escaping-family.sh"), folder, "leave"]);
    await harness.executor.close();
    await allEnd(folder, ["member", "escaped"], 0);
  });

  it("costs a close nothing when there is nothing", async () => {
    await harness.sh("echo loss=1");
    const started = performance.now();
    await harness.executor.close();
    expect(performance.now() - started).toBeLessThan(250);
  });
});

describe("a worker that is killed", () => {
  it.each([
    [
      "a tree that ignores SIGTERM, and one that left it",
      ["sh", fixture("escaping-family.sh"), "{folder}", "stay"],
      ["leader", "member", "escaped"],
    ],
    [
      "a process that cleared its environment",
      ["env", "-i", "sh", "-c", "echo $$ > {folder}/leader; while :; do sleep 1; done"],
      ["leader"],
    ],
  ])("takes %s with it within two seconds", async (_what, command, names) => {
    const harness = new ExecutorHarness();
    const folder = familyFolder(harness);
    const words = command.map((word) => word.replace("{folder}", folder));
    const child = startChild("command/killed-worker.child.ts", [harness.folder, JSON.stringify(words)]);
    await until(
      () => existsSync(join(folder, "leader")) && readFileSync(join(folder, "leader"), "utf8").endsWith("\n"),
      15_000,
    );
    child.process.kill("SIGKILL");
    await child.exited;
    await allEnd(folder, names, 2000);
    await harness.executor.close();
  });
});

describe("a guardian that dies", () => {
  it("takes its commands with it, which are to run again, and is replaced", async () => {
    const harness = new ExecutorHarness();
    const folder = familyFolder(harness);
    const run = harness.run(["sh", fixture("escaping-family.sh"), folder, "stay"]);
    await until(() => harness.metrics.length > 0);
    const parent = Number(
      execFileSync("ps", ["-o", "ppid=", "-p", String(pidIn(folder, "leader"))], { encoding: "utf8" }),
    );
    process.kill(parent, "SIGKILL");
    expect(await run).toMatchObject({ state: "again" });
    await allEnd(folder, ["leader", "member", "escaped"], 2000);
    expect(await harness.sh("echo loss=1")).toMatchObject({ state: "complete" });
    await harness.executor.close();
  });
});
