import { beforeEach, describe, expect, it } from "vitest";
import { SweepError, silentLogger } from "../../../src/base/index.js";
import { BatchingReporter, type Report } from "../../../src/workers/index.js";
import { refOf, until } from "../../contracts/broker.js";

let reports: Report[];
let answer: (report: Report) => Promise<"stored" | "superseded">;
let superseded: number;
let reporter: BatchingReporter;
beforeEach(() => {
  reports = [];
  superseded = 0;
  answer = async (report) => {
    reports.push(report);
    return "stored";
  };
  reporter = new BatchingReporter({
    protocol: { report: (_ref, report) => answer(report) },
    ref: refOf(1),
    logger: silentLogger,
    onSuperseded: () => superseded++,
  });
});

function points(count: number, key = "loss"): void {
  for (let step = 0; step < count; step++) reporter.metric({ key, value: step, step, timestampMs: 0 });
}

/** Ends the attempt: what is left goes with its end. */
async function finish(): Promise<void> {
  const last = await reporter.takeLast();
  if (last !== null) reports.push(last);
}

describe("BatchingReporter", () => {
  it("says nothing when there is nothing to say", async () => {
    expect(reporter.isIdle).toBe(true);
    await finish();
    expect(reports).toEqual([]);
  });

  it("sends what has come within a moment as one batch", async () => {
    points(2);
    reporter.param("p", 1);
    reporter.tag("t", "x");
    await until(() => reports.length > 0, 1000);
    expect(reports).toMatchObject([
      { batch: 1, metrics: [{ step: 0 }, { step: 1 }], params: { p: 1 }, tags: { t: "x" } },
    ]);
  });

  it("numbers batches and keeps them small and in order", async () => {
    points(1700);
    await finish();
    expect(reports.map((report) => report.batch)).toEqual(reports.map((_, index) => index + 1));
    expect(Math.max(...reports.map((report) => report.metrics.length))).toBe(500);
    expect(reports.flatMap((report) => report.metrics.map((point) => point.step))).toEqual(
      Array.from({ length: 1700 }, (_, step) => step),
    );
  });

  it("sends one batch at a time", async () => {
    let open = 0;
    let most = 0;
    answer = async (report) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      reports.push(report);
      return "stored";
    };
    points(3000);
    await finish();
    expect(most).toBe(1);
    expect(reports).toHaveLength(6);
  });

  it("takes a retracted name's points out of the batch, and keeps those after it", async () => {
    points(2, "loss");
    points(1, "mae");
    reporter.retract("loss");
    reporter.metric({ key: "loss", value: 9, step: 0, timestampMs: 0 });
    await finish();
    expect(reports).toMatchObject([{ retracted: ["loss"], metrics: [{ key: "mae" }, { key: "loss", value: 9 }] }]);
  });

  it("asks sources to wait while too much is not stored yet", async () => {
    let release = () => {};
    answer = async (report) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      reports.push(report);
      return "stored";
    };
    points(5000);
    expect(reporter.backlog()).toBeNull();
    points(1000);
    const room = reporter.backlog();
    expect(room).not.toBeNull();
    const flushed = finish();
    const releasing = setInterval(() => release(), 1);
    await room;
    await flushed;
    clearInterval(releasing);
    expect(reporter.backlog()).toBeNull();
  });

  it("leaves what came last to the attempt's end", async () => {
    const sent: Report[] = [];
    answer = async (report) => {
      sent.push(report);
      return "stored";
    };
    points(500);
    reporter.tag("t", "x");
    const last = await reporter.takeLast();
    expect(sent.map((report) => report.metrics.length)).toEqual([500]);
    expect(last).toMatchObject({ batch: 2, metrics: [], tags: { t: "x" } });
    expect(await reporter.takeLast()).toBeNull();
  });

  it("repeats a batch that failed as it was", async () => {
    const tried: Report[] = [];
    answer = async (report) => {
      tried.push(report);
      if (tried.length < 3) throw new Error("locked");
      return "stored";
    };
    points(500);
    await finish();
    expect(tried).toHaveLength(3);
    expect(new Set(tried).size).toBe(1);
  });

  it("falls silent once superseded, and says so once", async () => {
    answer = async (report) => {
      reports.push(report);
      return "superseded";
    };
    points(600);
    await finish();
    points(600);
    await finish();
    expect(reports).toHaveLength(1);
    expect(superseded).toBe(1);
    expect(reporter.backlog()).toBeNull();
  });

  it("does not repeat what was refused for good", async () => {
    let tries = 0;
    answer = async () => {
      tries++;
      throw new SweepError("owned-elsewhere", "another process owns the sweep");
    };
    points(500);
    await expect(finish()).rejects.toThrow("another process");
    expect(tries).toBe(1);
  });

  it("gives up in the end, and says why", async () => {
    answer = async () => {
      throw new Error("disk full");
    };
    points(500);
    await expect(finish()).rejects.toThrow("disk full");
  });
});
