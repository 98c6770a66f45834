import { describe, expect, it } from "vitest";
import { flattenParams, type JsonObject } from "../../src/base/index.js";

describe("flattenParams", () => {
  it("names nested values with dots", () => {
    expect(flattenParams({ lr: 0.1, booster: { kind: "dart", drop: { rate: 0.2 } } })).toEqual({
      lr: 0.1,
      "booster.kind": "dart",
      "booster.drop.rate": 0.2,
    });
  });

  it("keeps arrays and null as leaves, and drops empty objects", () => {
    expect(flattenParams({ layers: [64, { width: 32 }], none: null, empty: {} })).toEqual({
      layers: [64, { width: 32 }],
      none: null,
    });
  });

  it("takes any depth", () => {
    let deep: JsonObject = { a: 1 };
    for (let depth = 1; depth < 20_000; depth++) deep = { a: deep };
    expect(Object.values(flattenParams(deep))).toEqual([1]);
  });
});
