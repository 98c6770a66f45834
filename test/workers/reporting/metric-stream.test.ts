import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/base/index.js";
import type { Objective } from "../../../src/workers/index.js";
import { MetricStream } from "../../../src/workers/reporting/metric-stream.js";

function streamOf(take: Objective["take"] = "last", capture: readonly string[] | null = null, params: JsonObject = {}) {
  const said: unknown[] = [];
  const stream = new MetricStream({
    objective: { name: "loss", goal: "minimize", take },
    capture,
    params,
    reporter: {
      metric: ({ key, value, step }) => said.push([key, value, step]),
      retract: (key) => said.push(`retract ${key}`),
    },
  });
  const say = (source: "stdout" | "file", key: string, value: number, step: number | null = null) =>
    stream.take(source, { values: [[key, value]], step });
  return { said, stream, say };
}

describe("MetricStream", () => {
  it("does not take params that a command prints for metrics, unless one is the objective or in the file", () => {
    const { said, stream, say } = streamOf("last", null, { depth: 3, loss: 1, booster: { drop: 0.1 } });
    for (const name of ["depth", "booster.drop", "drop", "loss", "mae"]) say("stdout", name, 5);
    expect(Object.keys(stream.seen)).toEqual(["loss", "mae"]);
    say("file", "depth", 4);
    expect(said).toEqual([
      ["loss", 5, 0],
      ["mae", 5, 0],
      ["depth", 4, 0],
    ]);
  });

  it("gives a value without a step the one after the highest so far", () => {
    const { said, say } = streamOf();
    say("stdout", "rmse", 6.2, 3);
    say("stdout", "rmse", 1);
    say("stdout", "rmse", 5, 2);
    say("stdout", "rmse", 2);
    expect(said).toEqual([
      ["rmse", 6.2, 3],
      ["rmse", 1, 4],
      ["rmse", 5, 2],
      ["rmse", 2, 5],
    ]);
  });

  it("counts the steps of a name that was printed without", () => {
    const { said, say } = streamOf();
    say("stdout", "loss", 3);
    say("stdout", "mae", 9);
    say("stdout", "loss", 2);
    say("stdout", "loss", 1, 10);
    expect(said).toEqual([
      ["loss", 3, 0],
      ["mae", 9, 0],
      ["loss", 2, 1],
      ["loss", 1, 10],
    ]);
  });

  it("lets the more trusted source take a name over, and no other name", () => {
    const { said, stream, say } = streamOf();
    say("stdout", "loss", 3);
    say("stdout", "mae", 9);
    say("file", "loss", 2);
    say("stdout", "loss", 7);
    expect(said).toEqual([["loss", 3, 0], ["mae", 9, 0], "retract loss", ["loss", 2, 0]]);
    expect(stream.objectiveValue).toBe(2);
  });

  it("records the objective and what is captured, and has seen the rest", () => {
    const { said, stream, say } = streamOf("last", ["val_*", "m?e"]);
    for (const key of ["loss", "val_x", "mae", "mape", "other"]) say("stdout", key, 1);
    expect(said).toEqual([
      ["loss", 1, 0],
      ["val_x", 1, 0],
      ["mae", 1, 0],
    ]);
    expect(Object.keys(stream.seen)).toContain("other");
  });

  it.each([
    ["last", [3, 1, 2], 2],
    ["min", [3, 1, 2], 1],
    ["max", [1, 3, 2], 3],
    ["last", [1, Number.NaN], Number.NaN],
    ["min", [Number.NaN, 2, Number.NaN], 2],
    ["max", [Number.NaN, 2, Number.NaN], 2],
    ["min", [Number.NaN], Number.NaN],
    ["min", [1, -Infinity], -Infinity],
  ] as const)("takes the %s of %j", (take, values, expected) => {
    const { stream, say } = streamOf(take);
    for (const value of values) say("stdout", "loss", value);
    expect(stream.objectiveValue).toBe(expected);
  });

  it("has no value before the objective was seen", () => {
    const { stream, say } = streamOf();
    say("stdout", "other", 1);
    expect(stream.objectiveValue).toBeNull();
    expect(stream.seen).toEqual({ other: 1 });
  });
});
