import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ExecutorHarness, STOP } from "./executor-harness.js";

let harness: ExecutorHarness;
beforeAll(() => {
  harness = new ExecutorHarness();
});
beforeEach(() => harness.reset());
afterAll(() => harness.executor.close());

/** Deep enough to exhaust the stack of whatever recurses into it. */
const DEEP = `${'{"a":'.repeat(8000)}1${"}".repeat(8000)}`;

/** The folder with the attempt's files. */
const FOLDER = '"$(dirname "$SWEEP_METRICS_FILE")"';

describe("a command that prints deeply nested JSON", () => {
  it("goes on to its result", async () => {
    writeFileSync(join(harness.folder, "deep"), `${DEEP}\nloss: 1\n`);
    expect(await harness.sh("cat deep")).toMatchObject({ state: "complete", value: 1 });
    expect(harness.metrics.map(({ key }) => key)).toEqual(["loss"]);
  });

  it("goes on to its result in the metrics file", async () => {
    writeFileSync(join(harness.folder, "deep"), `${DEEP}\n{"loss": 1}\n`);
    expect(await harness.sh('cat deep > "$SWEEP_METRICS_FILE"')).toMatchObject({ state: "complete", value: 1 });
  });

  it("may get params as deep as a space file can be", async () => {
    const params = JSON.parse(`${'{"p":'.repeat(1000)}1${"}".repeat(1000)}`);
    expect(await harness.sh("echo loss: 1", { params })).toMatchObject({ state: "complete", value: 1 });
  });
});

describe("a metrics file that cannot be read", () => {
  it.each([
    ["a link to itself", 'ln -s "$SWEEP_METRICS_FILE" "$SWEEP_METRICS_FILE"', /ELOOP/],
    ["a folder", 'mkdir "$SWEEP_METRICS_FILE"', /EISDIR/],
    ["in what is no folder any more", `d=${FOLDER}; rm -r "$d"; echo > "$d"`, /ENOTDIR/],
  ])("is noticed and ignored: %s", async (_what, spoil, code) => {
    const outcome = await harness.sh(`${spoil}; sleep 0.3; echo loss: 1`);
    expect(outcome).toMatchObject({ state: "complete", value: 1 });
    expect(harness.tags["sweep.notice"]).toMatch(/metrics file could not be read/);
    expect(harness.tags["sweep.notice"]).toMatch(code);
  });
});

describe("a metrics file without end", () => {
  it("is read in part, with turns for everything else, and noticed", async () => {
    const ticks: number[] = [];
    const ticker = setInterval(() => ticks.push(performance.now()), 10);
    const outcome = await harness.sh('truncate -s 60G "$SWEEP_METRICS_FILE"; sleep 0.5; echo loss: 1');
    clearInterval(ticker);
    expect(outcome).toMatchObject({ state: "complete", value: 1 });
    expect(harness.tags["sweep.notice"]).toMatch(/metrics file .* was not read/);
    const waits = ticks.slice(1).map((at, index) => at - (ticks[index] ?? at));
    expect(Math.max(...waits)).toBeLessThan(2000);
  });

  it("does not outlive the trial's time, nor a stop", async () => {
    const endless = `yes '{"mae": 1}' | head -c 200000000 > "$SWEEP_METRICS_FILE"; echo written; sleep 60`;
    const late = await harness.sh(endless, { trialTimeoutMs: 1500 });
    expect(late).toMatchObject({ state: "failed", reason: "timeout" });
    expect(late.durationMs).toBeLessThan(4000);
    harness.reset();
    const stop = new AbortController();
    const stopped = harness.sh(endless, {}, stop.signal);
    await expect.poll(() => harness.metrics.length, { timeout: 5000 }).toBeGreaterThan(0);
    const before = performance.now();
    stop.abort(STOP);
    expect(await stopped).toMatchObject({ state: "cancelled", reason: "pruned" });
    expect(performance.now() - before).toBeLessThan(2500);
  });
});

describe("output that cannot be kept", () => {
  it("is noticed for each stream, and does not end the trial", async () => {
    const full = `ln -s /dev/full ${FOLDER}/stdout.txt; ln -s /dev/full ${FOLDER}/stderr.txt`;
    const outcome = await harness.sh(`${full}; echo loss: 1; echo oops >&2; sleep 0.3; echo more`);
    expect(outcome).toMatchObject({ state: "complete", value: 1 });
    expect(harness.tags["sweep.notice"]).toMatch(/^stdout could not be kept whole: .*ENOSPC.*\nstderr could not be/);
  });

  it("hides no other end: a folder in the log's place", async () => {
    const outcome = await harness.sh(`mkdir ${FOLDER}/stderr.txt; echo oops >&2; exit 3`);
    expect(outcome).toMatchObject({ state: "failed", reason: "exit code 3", stderrTail: "" });
  });
});
