import { describe, expect, it } from "vitest";
import { bandwidths } from "../../../../src/search/samplers/tpe/bandwidths.js";

const of = (...coordinates: number[]) => [...bandwidths(Float64Array.from(coordinates))];

describe("bandwidths", () => {
  it("is the distance to the farther neighbour, the inner one at the ends, in whatever order they come", () => {
    const [last, first, middle] = of(0.9, 0.1, 0.4);
    expect(first).toBeCloseTo(0.3, 12);
    expect(middle).toBeCloseTo(0.5, 12);
    expect(last).toBeCloseTo(0.5, 12);
  });

  it("is the distance to the farther end for one point alone", () => {
    expect(of(0.3)[0]).toBeCloseTo(0.7, 12);
  });

  it("has a lower limit that falls with the number of points, to 3 % of the range", () => {
    expect(of(0.5, 0.5)).toEqual([1 / 16, 1 / 16]);
    expect(of(0.5, 0.5, 0.5)).toEqual([1 / 25, 1 / 25, 1 / 25]);
    expect(of(0.5, 0.5, 0.5, 0.5, 0.5)).toEqual([0.03, 0.03, 0.03, 0.03, 0.03]);
  });

  it("leaves out where the parameter was inactive", () => {
    const [first, none, second] = of(0.2, Number.NaN, 0.6);
    expect(none).toBeNaN();
    expect(first).toBeCloseTo(0.4, 12);
    expect(second).toBeCloseTo(0.4, 12);
    expect(of(Number.NaN)).toEqual([Number.NaN]);
    expect(of()).toEqual([]);
  });

  it("sorts as many coordinates as there are", () => {
    const count = 5000;
    const shuffled = Array.from({ length: count }, (_, index) => ((index * 1777) % count) / count);
    for (const width of of(...shuffled)) expect(width).toBeCloseTo(0.03, 12);
  });
});
