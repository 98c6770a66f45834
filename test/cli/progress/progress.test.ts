import pc from "picocolors";
import { describe, expect, it } from "vitest";
import type { Clock } from "../../../src/base/index.js";
import type { Screen, Terminal } from "../../../src/cli/output/terminal.js";
import { PlainView } from "../../../src/cli/progress/plain-view.js";
import { bestLine, liveLine } from "../../../src/cli/progress/progress-text.js";
import type { Progress, TrialRecord } from "../../../src/sweep/index.js";

const screen = (columns: number, isTerminal = true): Screen => ({
  columns,
  isTerminal,
  colors: pc.createColors(false),
});

const trial = (number: number, value: number, params: Record<string, number>): TrialRecord => ({
  number,
  params,
  values: params,
  watermark: 0,
  runId: "r",
  state: "complete",
  reason: null,
  attempt: 1,
  loss: value,
  value,
  result: {},
  told: number + 1,
  worker: null,
  startedAtMs: 0,
  endedAtMs: 1,
  durationMs: 1,
});

const progress = (complete: number, changes: Partial<Progress> = {}): Progress => ({
  state: "running",
  total: 40,
  counts: { waiting: 1, running: 2, complete, pruned: 0, failed: 1, no_result: 0, cancelled: 0 },
  best: trial(7, 54.23142, { depth: 3 }),
  elapsedMs: 20_000,
  ...changes,
});

describe("the live line", () => {
  const pace = { endedAtStart: 0, elapsedMs: 20_000 };

  it("says how far, how well, how fast and how long", () => {
    expect(liveLine(progress(19), pace, screen(120))).toBe(
      "━━━━━━━━━━──────────  20/40  2 running  1 failed  best 54.231 (trial 7)  60 trials/min  20s left",
    );
  });

  it("drops the least important parts on a narrow screen", () => {
    expect(liveLine(progress(19), pace, screen(50))).toBe("━━━━━━━━━━──────────  20/40  2 running  1 failed");
    expect(liveLine(progress(19), pace, screen(4))).toBe("20/40");
  });

  it("measures the pace of this process only", () => {
    const line = liveLine(progress(19), { endedAtStart: 10, elapsedMs: 20_000 }, screen(120));
    expect(line).toContain("30 trials/min  40s left");
  });

  it("has no bar, and no end, without a total", () => {
    expect(liveLine(progress(19, { total: null, best: null }), pace, screen(120))).toBe(
      "20  2 running  1 failed  60 trials/min",
    );
  });

  it("names a state that is not the usual one", () => {
    expect(liveLine(progress(19, { state: "stopping" }), pace, screen(120))).toContain("20/40  stopping  2 running");
  });

  it("promises nothing while the sweep is held", () => {
    expect(liveLine(progress(19, { state: "paused" }), pace, screen(120))).toBe(
      "━━━━━━━━━━──────────  20/40  paused  2 running  1 failed  best 54.231 (trial 7)",
    );
  });

  it("calls trials what the summary calls them", () => {
    const counts = { ...progress(19).counts, failed: 0, no_result: 4 };
    expect(liveLine(progress(19, { counts }), pace, screen(120))).toContain("4 no result");
  });
});

describe("the line of a new best", () => {
  it("shows what changed since the one before", () => {
    const before = trial(1, 60, { depth: 3, rate: 0.5 });
    const best = trial(7, 54.23142, { depth: 3, rate: 0.123456 });
    const options = { metric: "rmse", screen: screen(80) };
    expect(bestLine(best, null, options)).toBe("best  rmse 54.231  trial 7  depth=3 rate=0.12346");
    expect(bestLine(best, before, options)).toBe("best  rmse 54.231  trial 7  rate=0.12346 (rest as in trial 1)");
  });

  it("fits the terminal", () => {
    expect(bestLine(trial(7, 1, { depth: 3 }), null, { metric: "rmse", screen: screen(32) }).length).toBeLessThan(32);
  });

  it("cuts no parameter in the middle, and says how many are missing", () => {
    const best = trial(7, 1, { depth: 3, learning_rate: 0.123456, reg_lambda: 2 });
    expect(bestLine(best, null, { metric: "rmse", screen: screen(40) })).toBe(
      "best  rmse 1  trial 7  depth=3 … 2 more",
    );
  });
});

describe("progress where there is no terminal", () => {
  const lines: string[] = [];
  let nowMs = 0;
  const clock: Clock = { now: () => nowMs, monotonic: () => nowMs };
  const terminal = {
    out: screen(80, false),
    err: screen(80, false),
    errorLine: (text: string) => void lines.push(text),
  } as Terminal;

  it("prints a line per tenth, and one after a while if anything ended", () => {
    const view = new PlainView(terminal, "rmse", clock);
    const at = (milliseconds: number, complete: number) => {
      nowMs = milliseconds;
      view.onEvent({ kind: "progress", progress: progress(complete) });
      return lines.splice(0).length;
    };
    expect(at(0, 0)).toBe(0);
    expect(at(100, 3)).toBe(0);
    expect(at(200, 4)).toBe(1);
    expect(at(9_000, 5)).toBe(0);
    expect(at(10_300, 5)).toBe(1);
    expect(at(60_000, 5)).toBe(0);
  });

  it("takes control codes out of what it repeats", () => {
    const view = new PlainView(terminal, "rmse", clock);
    view.onEvent({ kind: "notice", level: "warning", message: "trial 3 failed:\n\u001b[31mboom\u001b[0m" });
    expect(lines.splice(0)).toEqual(["warning: trial 3 failed:\nboom"]);
  });
});
