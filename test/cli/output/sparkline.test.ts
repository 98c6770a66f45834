import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparkline } from "../../../src/cli/output/sparkline.js";

describe("sparkline", () => {
  it.each([
    [[0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"],
    [[3, 2, 1], "█▅▁"],
    [[5, 5, 5], "▁▁▁"],
    [[0, Number.NaN, 1, Number.POSITIVE_INFINITY], "▁×█×"],
    [[Number.NaN, Number.NaN], "××"],
    [[], ""],
  ])("draws %j", (values, drawn) => {
    expect(sparkline(values, 30)).toBe(drawn);
  });

  it("keeps the ends of a long curve", () => {
    const drawn = sparkline([9, ...Array.from({ length: 500 }, () => 5), 1], 10);
    expect(drawn).toMatch(/^█.{8}▁$/);
  });

  it("never is wider than asked for", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.integer({ min: 2, max: 40 }), (values, columns) => {
        expect(sparkline(values, columns)).toHaveLength(Math.min(columns, values.length));
      }),
    );
  });
});
