import { describe, expect, it } from "vitest";
import { metricsInJson } from "../../../src/workers/reporting/json-metrics.js";
import { metricsInLine } from "../../../src/workers/reporting/metrics-in-line.js";

describe("metricsInLine", () => {
  it.each([
    ["rmse: 6.2", { rmse: 6.2 }, null],
    ["rmse=6.2", { rmse: 6.2 }, null],
    ["loss=1", { loss: 1 }, null],
    ["loss: 0.5, val_loss: 0.7 | acc=0.9", { loss: 0.5, val_loss: 0.7, acc: 0.9 }, null],
    ["[13]\tvalidation-rmse:14.44", { "validation-rmse": 14.44 }, 13],
    ["[1]\ttrain-auc:0.91\teval-auc:0.88", { "train-auc": 0.91, "eval-auc": 0.88 }, 1],
    ["epoch 3 loss: 0.25", { loss: 0.25 }, 3],
    ["Epoch [3/10], Step [200/600], Loss: 0.3", { Loss: 0.3 }, 200],
    ["epoch: 3, loss: 0.25", { loss: 0.25 }, 3],
    ["step=3 loss=1e-4", { loss: 1e-4 }, 3],
    ["val/loss: -1.5E+3", { "val/loss": -1500 }, null],
    ["{'loss': 0.5, 'epoch': 2}", { loss: 0.5 }, 2],
    ['{"rmse": 6.2, "step": 3}', { rmse: 6.2 }, 3],
    ['{"val": {"rmse": 1}, "note": "x", "ok": true}', { "val.rmse": 1 }, null],
    ["2026-11-20 10:11:12 INFO loss: 3.", { loss: 3 }, null],
    ["accuracy: 95.5%", { accuracy: 95.5 }, null],
    ["loss: .5;", { loss: 0.5 }, null],
    ["a: inf b: -Infinity c: -inf", { a: Infinity, b: -Infinity, c: -Infinity }, null],
  ])("finds what %j shows", (line, values, step) => {
    const found = metricsInLine(line);
    expect(Object.fromEntries(found?.values ?? [])).toEqual(values);
    expect(found?.step).toBe(step);
  });

  it.each(["nan", "NaN", "NAN", "-nan"])("reads %s as a value", (text) => {
    expect(metricsInLine(`loss: ${text}`)?.values).toEqual([["loss", Number.NaN]]);
  });

  it.each([
    "Started at: 12:30:45",
    "date: 2026-11-20",
    "date=2026/11/20",
    "see http://localhost:5000/runs and https://a.b:8080",
    "listening on localhost:5000",
    "serving example.org:80",
    "data/x=3/part-0.csv",
    "C:\\models\\1",
    "train.py:12: UserWarning",
    "at train.py:12",
    "version: 1.2.3",
    "torch==2.1.0",
    "cuda_version: 11.8",
    "took: 3.2s",
    "eta=12ms",
    "id: 0x10",
    "lr: 1,2,3",
    "epoch: 3",
    "loss is 0.5",
    "loss: nano",
    "loss: tensor(0.5)",
    '{"a": "b"}',
    "{broken: 1x}",
    "",
  ])("takes nothing from %j", (line) => {
    expect(metricsInLine(line)).toBeNull();
  });

  it("stays fast on hostile lines", () => {
    const lines = [
      "a".repeat(65_536),
      "a ".repeat(32_768),
      `a${" ".repeat(65_000)}`,
      "a:".repeat(32_768),
      "-".repeat(65_536),
      `${"a=1 ".repeat(16_000)}`,
    ];
    const started = performance.now();
    for (const line of lines) metricsInLine(line);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("metricsInJson", () => {
  it("reads what Python's json writes for NaN and infinities, outside of strings only", () => {
    const found = metricsInJson('{"a": NaN, "b": -Infinity, "NaN": 2, "c": "NaN", "d": "Infinity is not it"}');
    expect(Object.fromEntries(found?.values ?? [])).toEqual({ a: Number.NaN, b: -Infinity, NaN: 2, c: Number.NaN });
  });

  it("takes the step from its most precise name and leaves clocks out", () => {
    expect(metricsInJson('{"epoch": 1, "global_step": 120, "loss": 2, "timestamp": 1}')).toEqual({
      values: [["loss", 2]],
      step: 120,
    });
  });

  it("finds nothing in objects nested deeper than metrics are", () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    expect(metricsInLine(nested(32))?.values).toHaveLength(1);
    expect(metricsInLine(nested(33))).toBeNull();
    expect(metricsInLine(nested(10_000))).toBeNull();
    expect(metricsInLine(`{"a": ${"[".repeat(10_000)}${"]".repeat(10_000)}}`)).toBeNull();
  });

  it.each(["[1, 2]", "3", "{", "null", "text"])("finds no object in %s", (text) => {
    expect(metricsInJson(text)).toBeNull();
  });
});
