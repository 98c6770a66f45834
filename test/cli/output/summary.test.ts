import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { type SummaryInput, summaryText } from "../../../src/cli/output/summary.js";
import type { Screen } from "../../../src/cli/output/terminal.js";

const screen: Screen = { isTerminal: false, columns: 80, colors: pc.createColors(false) };

/** A finished sweep of trials with these values, the lowest of which is best. */
function summaryOf(...values: readonly number[]): string {
  const number = values.indexOf(Math.min(...values));
  const counts = { waiting: 0, running: 0, complete: values.length, pruned: 0, failed: 0, no_result: 0, cancelled: 0 };
  const input = {
    summary: {
      state: "finished",
      experiment: "e",
      counts,
      model: null,
      best: { number, value: values[number], params: {} },
    },
    spec: { name: "s", metric: { name: "rmse", goal: "minimize" }, maxEvals: values.length },
    trials: values.map((value, at) => ({ number: at, state: "complete", value })),
    ...{ home: "/h", artifacts: null, champion: null, stopReason: null, show: "", resume: "" },
  };
  return summaryText(input as unknown as SummaryInput, screen);
}

describe("how a summary compares the best trial", () => {
  it("with the first and the median one", () => {
    expect(summaryOf(4, 3, 1)).toMatch(
      /75\.0 % better than the first trial \(4\)\n.*66\.7 % better than the median trial \(3\)/,
    );
  });

  it("without boasting of nothing", () => {
    expect(summaryOf(1, 2, 3)).toContain("the first trial: none after it was better");
    expect(summaryOf(1, 1, 1)).toContain("as good as the median trial");
    expect(summaryOf(1, 1, 1)).not.toContain("0.0 %");
  });
});
