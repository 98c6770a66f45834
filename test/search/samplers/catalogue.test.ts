import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/base/index.js";
import { defaultAlgo, parseAlgo, samplerNames } from "../../../src/search/index.js";

describe("parseAlgo", () => {
  it.each<[Json, string]>([
    ["tpe", "tpe"],
    ["random", "random"],
    [{ tpe: { startup: 20, candidates: 48, gamma: 0.2 } }, "tpe"],
    [{ tpe: {} }, "tpe"],
    [{ tpe: { preset: "hyperopt" } }, "tpe"],
    [{ random: null }, "random"],
  ])("reads %j", (raw, name) => {
    expect(parseAlgo(raw)).toMatchObject({ ok: true, value: { name } });
  });

  it.each<[Json, string, string]>([
    ["tpee", "", 'unknown sampler "tpee"; did you mean "tpe"? known are tpe, random'],
    ["simplex", "", 'unknown sampler "simplex"; known are tpe, random'],
    ["constructor", "", 'unknown sampler "constructor"; known are tpe, random'],
    [{ randon: {} }, "randon", 'unknown sampler "randon"; did you mean "random"? known are tpe, random'],
    [{ tpe: { startups: 5 } }, "tpe.startups", 'unknown option; did you mean "startup"?'],
    [{ tpe: { startup: 0 } }, "tpe.startup", "must be an integer from 1 to 1000000, got 0"],
    [{ tpe: { startup: "5" } }, "tpe.startup", 'must be an integer from 1 to 1000000, got "5"'],
    [{ tpe: { gamma: 2 } }, "tpe.gamma", "must be a number from 0.001 to 1, got 2"],
    [{ tpe: { preset: "optuna" } }, "tpe.preset", 'must be "hyperopt", got "optuna"'],
    [{ tpe: [1] }, "tpe", "expected options as a mapping, got [1]"],
    [{ tpe: {}, random: {} }, "", "expected a sampler's name, or one name over its options; known are tpe, random"],
    [7, "", "expected a sampler's name, or one name over its options; known are tpe, random"],
  ])("refuses %j", (raw, path, message) => {
    expect(parseAlgo(raw)).toEqual({ ok: false, issues: [{ path, message }] });
  });

  it("names all wrong options at once", () => {
    const parsed = parseAlgo({ tpe: { startup: -1, candidates: 1.5, gama: 1 } });
    expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.path)).toEqual([
      "tpe.startup",
      "tpe.candidates",
      "tpe.gama",
    ]);
  });

  it("knows its default", () => {
    expect(samplerNames).toContain(defaultAlgo);
  });
});
