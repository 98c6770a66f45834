import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/base/index.js";
import { defaultAlgo, parseAlgo, samplerNames } from "../../../src/search/index.js";

const KNOWN = "auto, tpe, gp, random, qmc, grid, anneal, mix";

describe("parseAlgo", () => {
  it.each<[Json, string]>([
    ["auto", "auto"],
    ["tpe", "tpe"],
    ["random", "random"],
    [{ tpe: { startup: 20, candidates: 48, gamma: 0.2 } }, "tpe"],
    [{ tpe: {} }, "tpe"],
    [{ tpe: { preset: "hyperopt" } }, "tpe"],
    [{ tpe: { prior_weight: 2 } }, "tpe"],
    [{ random: null }, "random"],
    ["qmc", "qmc"],
    ["grid", "grid"],
    [{ grid: { steps: 5 } }, "grid"],
    [{ grid: { steps: { rate: 5, "net.drop": 3 } } }, "grid"],
    [{ anneal: { avg_best_idx: 3, shrink_coef: 0.2 } }, "anneal"],
    [
      {
        mix: [
          [0.2, "random"],
          [0.8, { tpe: { startup: 5 } }],
        ],
      },
      "mix",
    ],
  ])("reads %j", (raw, name) => {
    expect(parseAlgo(raw)).toMatchObject({ ok: true, value: { name } });
  });

  it.each<[Json, string, string]>([
    ["tpee", "", `unknown sampler "tpee"; did you mean "tpe"? known are ${KNOWN}`],
    ["simplex", "", `unknown sampler "simplex"; known are ${KNOWN}`],
    ["constructor", "", `unknown sampler "constructor"; known are ${KNOWN}`],
    [{ randon: {} }, "randon", `unknown sampler "randon"; did you mean "random"? known are ${KNOWN}`],
    [{ tpe: { startups: 5 } }, "tpe.startups", 'unknown option; did you mean "startup"?'],
    [{ tpe: { startup: 0 } }, "tpe.startup", "must be an integer from 1 to 1000000, got 0"],
    [{ tpe: { startup: "5" } }, "tpe.startup", 'must be an integer from 1 to 1000000, got "5"'],
    [{ tpe: { gamma: 2 } }, "tpe.gamma", "must be a number from 0.001 to 1, got 2"],
    [{ tpe: { preset: "optuna" } }, "tpe.preset", 'must be "hyperopt", got "optuna"'],
    [{ tpe: [1] }, "tpe", "expected options as a mapping, got [1]"],
    [{ anneal: { avgBestIdx: 3 } }, "anneal.avgBestIdx", 'unknown option; did you mean "avg_best_idx"?'],
    [{ qmc: { scramble: true } }, "qmc.scramble", "unknown option; there are none"],
    [{ grid: 5 }, "grid", "expected options as a mapping, got 5"],
    [{ grid: { step: 5 } }, "grid.step", "unknown option; known is steps"],
    [
      { grid: { steps: "5" } },
      "grid.steps",
      'must be an integer from 1 to 1000000 or a mapping of labels to such, got "5"',
    ],
    [{ grid: { steps: { rate: 0 } } }, "grid.steps.rate", "must be an integer from 1 to 1000000, got 0"],
    ["mix", "", "expected a list of [probability, sampler], got nothing"],
    [{ mix: [[0.5, "tpe"]] }, "mix", "probabilities must sum to 1, got 0.5"],
    [{ mix: [[1, { tpe: { gama: 1 } }]] }, "mix.0.1.tpe.gama", 'unknown option; did you mean "gamma"?'],
    [{ mix: [[2, "tpe"]] }, "mix", "probability of part 0 must be a number in [0, 1], got 2"],
    [{ tpe: {}, random: {} }, "", `expected a sampler's name, or one name over its options; known are ${KNOWN}`],
    [7, "", `expected a sampler's name, or one name over its options; known are ${KNOWN}`],
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
