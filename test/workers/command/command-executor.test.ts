import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ExecutorHarness } from "./executor-harness.js";

let harness: ExecutorHarness;
beforeAll(() => {
  harness = new ExecutorHarness();
});
beforeEach(() => harness.reset());
afterAll(() => harness.executor.close());

describe("a command that runs", () => {
  it("is complete with its last objective, and every metric recorded", async () => {
    const outcome = await harness.sh("echo 'loss: 3 mae: 1'; echo loss=2");
    expect(outcome).toMatchObject({ state: "complete", value: 2, result: {} });
    expect(outcome.durationMs).toBeGreaterThan(0);
    expect(harness.metrics.map(({ key, value, step }) => [key, value, step])).toEqual([
      ["loss", 3, 0],
      ["mae", 1, 0],
      ["loss", 2, 1],
    ]);
  });

  it("is told its parameters and files, which exist", async () => {
    const script = [
      'test -d "$SWEEP_OUTPUT_DIR" && test -d "$SWEEP_CHECKPOINT_DIR" && test -z "$SWEEP_TOKEN"',
      'cp "$SWEEP_PARAMS_FILE" "$SWEEP_OUTPUT_DIR/seen.json"',
      'echo "loss=$SWEEP_PARAM_X"',
    ].join(" && ");
    const outcome = await harness.sh(script, { params: { x: 4.5, deep: { y: [1] } } });
    expect(outcome).toMatchObject({ state: "complete", value: 4.5 });
    expect(JSON.parse(readFileSync(join(outcome.outputDirectory ?? "", "seen.json"), "utf8"))).toEqual({
      x: 4.5,
      deep: { y: [1] },
    });
  });

  it("leaves its exact argument list as a tag", async () => {
    await harness.run(["echo", "loss={x}"], { params: { x: 2 } });
    expect(JSON.parse(harness.tags["sweep.command"] ?? "")).toEqual(["echo", "loss=2"]);
  });

  it("keeps raw output as logs, and none of a silent stream", async () => {
    const both = await harness.sh("printf 'loss=1\\n\\377\\000'; echo oops >&2");
    expect(readFileSync(both.logs["stdout.txt"] ?? "")).toEqual(Buffer.from([...Buffer.from("loss=1\n"), 255, 0]));
    expect(readFileSync(both.logs["stderr.txt"] ?? "", "utf8")).toBe("oops\n");
    expect(Object.keys((await harness.sh("echo loss=1")).logs)).toEqual(["stdout.txt"]);
  });

  it("shares the checkpoint folder among the attempts of a trial, and nothing else", async () => {
    const script =
      'cat "$SWEEP_CHECKPOINT_DIR/n" 2>/dev/null; ls "$SWEEP_OUTPUT_DIR"; echo loss=5 > "$SWEEP_CHECKPOINT_DIR/n"; touch "$SWEEP_OUTPUT_DIR/x"; exit 75';
    const ref = { sweepId: "attempts", trialNumber: 1, attempt: 1 };
    expect((await harness.sh(script, { ref })).state).toBe("again");
    const second = await harness.sh(script, { ref: { ...ref, attempt: 2 } });
    expect(readFileSync(second.logs["stdout.txt"] ?? "", "utf8")).toBe("loss=5\n");
  });

  it("starts from an empty folder when the same attempt is executed again", async () => {
    const ref = { sweepId: "repeated", trialNumber: 1, attempt: 1 };
    await harness.sh('echo \'{"loss": 1}\' > "$SWEEP_METRICS_FILE"; touch "$SWEEP_OUTPUT_DIR/old"', { ref });
    const again = await harness.sh('ls "$SWEEP_OUTPUT_DIR"', { ref });
    expect(again).toMatchObject({ state: "no_result", logs: {} });
  });

  it("reads the metrics file to its last line, and trusts it more than stdout", async () => {
    const outcome = await harness.sh(
      'echo loss=9; printf \'{"loss": 1, "step": 5}\\n{"loss": NaN, "step": 6}\' >> "$SWEEP_METRICS_FILE"',
    );
    expect(outcome).toMatchObject({ state: "complete", value: Number.NaN });
    expect(harness.metrics.map(({ value, step }) => [value, step])).toEqual([
      [1, 5],
      [Number.NaN, 6],
    ]);
  });

  it("follows the metrics file while the command runs", async () => {
    const go = join(harness.folder, "go");
    const run = harness.sh(`echo '{"loss": 1}' >> "$SWEEP_METRICS_FILE"; while [ ! -e '${go}' ]; do sleep 0.02; done`);
    await expect.poll(() => harness.metrics.length, { timeout: 5000 }).toBe(1);
    writeFileSync(go, "");
    expect(await run).toMatchObject({ state: "complete", value: 1 });
  });

  it("reads the values of a progress bar", async () => {
    await harness.sh("printf 'loss: 3\\rloss: 2\\rloss: 1'");
    expect(harness.metrics.map(({ value }) => value)).toEqual([3, 2, 1]);
  });

  it.each([
    ["nan", Number.NaN],
    ["inf", Infinity],
    ["-inf", -Infinity],
  ])("is complete with %s", async (text, value) => {
    expect(await harness.sh(`echo loss: ${text}`)).toMatchObject({ state: "complete", value });
  });

  it("passes 10 000 parameters on, by file when they are too long", async () => {
    const params = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`parameter_${i}`, i]));
    expect(await harness.sh("echo loss=$#", { params, command: ["sh", "-c", "echo loss=$#", "sh"] })).toMatchObject({
      value: 10_000,
    });
    const long = Object.fromEntries(Object.entries(params).map(([name]) => [name, "x".repeat(200)]));
    const count = 'require("fs").readFileSync(process.argv[1].split("=")[1])';
    const script = `console.log("loss=" + Object.keys(JSON.parse(${count})).length)`;
    const outcome = await harness.run([process.execPath, "-e", script, "--"], { params: long });
    expect(outcome).toMatchObject({ state: "complete", value: 10_000 });
    expect(harness.tags["sweep.notice"]).toMatch(/too long/);
  });

  it("waits before it reads on while the store does not keep up", async () => {
    let free = () => {};
    const room = new Promise<void>((resolve) => {
      free = resolve;
    });
    harness.backlog = () => (harness.metrics.length > 0 ? room : null);
    const lines = 400_000;
    const run = harness.sh(`yes loss=1 | head -n ${lines}`);
    await expect.poll(() => harness.metrics.length, { timeout: 5000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(harness.metrics.length).toBeLessThan(lines / 4);
    harness.backlog = () => null;
    free();
    expect(await run).toMatchObject({ state: "complete" });
    expect(harness.metrics).toHaveLength(lines);
  });
});

describe("a command that does not end well", () => {
  it("has no result when the objective never showed up, and says what did", async () => {
    expect(await harness.sh("echo mae: 3; echo rmse=2")).toMatchObject({
      state: "no_result",
      seen: { mae: 3, rmse: 2 },
    });
    expect(await harness.run(["true"])).toMatchObject({ state: "no_result", seen: {} });
  });

  it("fails with its exit code and the last fifty lines of stderr", async () => {
    const outcome = await harness.sh("echo loss=1; seq 1 80 >&2; printf '\\033[31mred\\033[0m\\n' >&2; exit 3");
    expect(outcome).toMatchObject({ state: "failed", reason: "exit code 3", exitCode: 3 });
    const tail = "stderrTail" in outcome ? outcome.stderrTail.split("\n") : [];
    expect(tail).toHaveLength(50);
    expect([tail[0], tail.at(-1)]).toEqual(["32", "red"]);
  });

  it("asks to be run again with exit code 75", async () => {
    expect(await harness.sh("exit 75")).toMatchObject({ state: "again" });
  });

  it("fails when a signal killed it", async () => {
    expect(await harness.sh("kill -9 $$")).toMatchObject({
      state: "failed",
      reason: "killed by SIGKILL",
      exitCode: null,
    });
  });

  it("cannot be started when it is not found, with the places that were searched", async () => {
    const outcome = await harness.run(["no-such-program-here"]);
    expect(outcome).toMatchObject({ state: "not_startable" });
    const reason = "reason" in outcome ? outcome.reason : "";
    expect(reason).toContain('command not found: "no-such-program-here"');
    expect(reason).toContain(harness.folder);
    expect(reason).toContain(`PATH ${process.env.PATH}`);
  });

  it("cannot be started when it is not executable", async () => {
    writeFileSync(join(harness.folder, "script"), "echo hi");
    expect(await harness.run(["./script"])).toMatchObject({
      state: "not_startable",
      reason: expect.stringContaining("not executable"),
    });
  });

  it("cannot be started in a folder that is not there", async () => {
    const outcome = await harness.run(["echo", "loss=1"], { cwd: join(harness.folder, "absent") });
    expect(outcome).toMatchObject({
      state: "not_startable",
      reason: expect.stringMatching(/working directory .*absent does not exist/),
    });
  });

  it("cannot be started without its secrets", async () => {
    expect(await harness.sh("true", { secrets: ["NO_SUCH_SECRET"] })).toMatchObject({
      state: "not_startable",
      reason: expect.stringContaining("NO_SUCH_SECRET"),
    });
  });

  it("fails when its folder cannot be made", async () => {
    writeFileSync(join(harness.folder, "trials", "in-the-way"), "");
    const ref = { sweepId: "in-the-way", trialNumber: 1, attempt: 1 };
    const outcome = await harness.run(["true"], { ref });
    expect(outcome).toMatchObject({ state: "failed", reason: expect.stringContaining("in-the-way") });
  });

  it("fails after its time", async () => {
    const outcome = await harness.sh("echo loss=1; sleep 60", { trialTimeoutMs: 200 });
    expect(outcome).toMatchObject({ state: "failed", reason: "timeout" });
    expect(outcome.durationMs).toBeLessThan(5000);
  });

  it("fails when it stays silent, not when it goes on talking", async () => {
    const busy = "for i in 1 2 3 4 5 6 7 8; do echo loss=$i; sleep 0.1; done";
    expect(await harness.sh(busy, { idleTimeoutMs: 600 })).toMatchObject({ state: "complete" });
    expect(await harness.sh("sleep 60", { idleTimeoutMs: 300 })).toMatchObject({
      state: "failed",
      reason: "idle timeout",
    });
  });

  it("has logs although it produced nothing else", async () => {
    const outcome = await harness.sh("echo hello; exit 1");
    expect(existsSync(outcome.logs["stdout.txt"] ?? "")).toBe(true);
  });
});
