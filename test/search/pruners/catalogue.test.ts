import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/base/index.js";
import { parsePruner, prunerNames, pruners } from "../../../src/search/index.js";

const KNOWN = "median, percentile, patient, threshold, successive_halving, hyperband, wilcoxon";

describe("parsePruner", () => {
  it.each<[Json, string]>([
    ["median", "median"],
    [{ median: { startup: 5, warmup_steps: 3 } }, "median"],
    [{ percentile: { percentile: 10 } }, "percentile"],
    [{ patient: { patience: 3, min_delta: 0.1 } }, "patient"],
    [{ patient: { patience: 3, pruner: "median" } }, "patient"],
    [{ threshold: { upper: 10 } }, "threshold"],
    ["successive_halving", "successive_halving"],
    [{ hyperband: { max_resource: 81 } }, "hyperband"],
    ["wilcoxon", "wilcoxon"],
  ])("reads %j", (raw, name) => {
    expect(parsePruner(raw)).toMatchObject({ ok: true, value: { name } });
  });

  it.each<[Json, string, string]>([
    ["medain", "", `unknown pruner "medain"; did you mean "median"? known are ${KNOWN}`],
    [3, "", `expected a pruner's name, or one name over its options; known are ${KNOWN}`],
    [{ median: 3 }, "median", "expected options as a mapping, got 3"],
    [{ median: { warmupSteps: 3 } }, "median.warmupSteps", 'unknown option; did you mean "warmup_steps"?'],
    [{ median: { warmup_steps: 1.5 } }, "median.warmup_steps", "must be an integer, 0 or more, got 1.5"],
    ["hyperband", "max_resource", "is required: step at which a training is over"],
    [{ hyperband: {} }, "hyperband.max_resource", "is required: step at which a training is over"],
    [
      { hyperband: { max_resource: 3, min_resource: 5 } },
      "hyperband",
      "the largest resource 3 is below the smallest, 5",
    ],
    [{ threshold: {} }, "threshold", "lower or upper is required"],
    [{ patient: 3 }, "patient", "expected options as a mapping, got 3"],
    [
      { patient: { patience: 1, pruner: { median: { x: 1 } } } },
      "patient.pruner.median.x",
      "unknown option; known are startup, warmup_steps, interval, min_trials",
    ],
  ])("refuses %j", (raw, path, message) => {
    expect(parsePruner(raw)).toEqual({ ok: false, issues: [{ path, message }] });
  });

  it("knows every pruner by both names", () => {
    const inFiles = Object.keys(pruners).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    expect(inFiles).toEqual(prunerNames);
  });

  it("turns bounds round for a metric that is maximised", () => {
    const parsed = parsePruner({ threshold: { lower: 0.5 } }, "maximize");
    const pruner = parsed.ok ? parsed.value : null;
    expect(pruner?.judge({ number: 0, curve: [{ step: 0, loss: -0.4 }], peers: [] })).not.toBeNull();
    expect(pruner?.judge({ number: 0, curve: [{ step: 0, loss: -0.6 }], peers: [] })).toBeNull();
  });
});
