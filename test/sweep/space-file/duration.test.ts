import { describe, expect, it } from "vitest";
import { durationMs, durationPattern } from "../../../src/sweep/space-file/duration.js";

describe("durations", () => {
  it.each([
    ["90s", 90_000],
    ["30m", 1_800_000],
    ["2h", 7_200_000],
    ["1h30m", 5_400_000],
    ["1d2h3m4s", 93_784_000],
    ["0.5h", 1_800_000],
    ["0s", 0],
    [90, 90_000],
    [0.0015, 2],
  ])("%s is %d ms", (written, milliseconds) => {
    expect(durationMs(written)).toBe(milliseconds);
  });

  it.each(["", "90", "h", "1h 30m", "30m1h", "1h1h", "-1h", "1.h", "1w", " 1h"])("%j is none", (written) => {
    expect(durationPattern.test(written)).toBe(false);
  });
});
