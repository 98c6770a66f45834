import { describe, expect, it } from "vitest";
import { bytes, improvementOf, percent, short } from "../../../src/cli/output/numbers.js";
import { ago, duration, roughly } from "../../../src/cli/output/times.js";

describe("short", () => {
  it.each([
    [54.23142, "54.231"],
    [0.00312346, "0.0031235"],
    [1e-9, "1e-9"],
    [123456, "123456"],
    [123456.7, "123460"],
    [1.5e300, "1.5e+300"],
    [-0, "0"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("%d is %s", (value, text) => {
    expect(short(value)).toBe(text);
  });
});

describe("improvementOf", () => {
  it.each([
    [8, { before: 10, goal: "minimize" }, 0.2],
    [12, { before: 10, goal: "maximize" }, 0.2],
    [-12, { before: -10, goal: "minimize" }, 0.2],
    [11, { before: 10, goal: "minimize" }, -0.1],
    [1, { before: 0, goal: "minimize" }, null],
    [1, { before: Number.POSITIVE_INFINITY, goal: "minimize" }, null],
  ] as const)("%d against %j is %d", (value, against, share) => {
    const improvement = improvementOf(value, against);
    if (share === null) expect(improvement).toBeNull();
    else expect(improvement).toBeCloseTo(share, 12);
  });

  it("reads as a percentage", () => {
    expect(percent(0.1234)).toBe("12.3 %");
  });
});

describe("times and sizes", () => {
  it.each([
    [340, "340 ms"],
    [2400, "2.4 s"],
    [59_940, "59.9 s"],
    [59_960, "1m 00s"],
    [192_000, "3m 12s"],
    [3_900_000, "1h 05m"],
    [187_200_000, "2d 4h"],
  ])("%d ms is %s", (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });

  it("counts whole seconds where it lives", () => {
    expect([roughly(400), roughly(59_600), roughly(-5)]).toEqual(["0s", "1m 00s", "0s"]);
  });

  it("says how long ago", () => {
    expect([ago(1000, 2000), ago(0, 192_000)]).toEqual(["just now", "3m 12s ago"]);
  });

  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [3.2 * 1024 ** 3, "3.2 GiB"],
  ])("%d bytes are %s", (size, text) => {
    expect(bytes(size)).toBe(text);
  });
});
