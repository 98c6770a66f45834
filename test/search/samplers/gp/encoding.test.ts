import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../src/base/index.js";
import { compileSpace, hp } from "../../../../src/search/index.js";
import { Encoding } from "../../../../src/search/samplers/gp/encoding.js";

const space = compileSpace({
  rate: hp.log(1e-4, 1),
  depth: hp.uniformint(1, 5),
  model: hp.choice([{ kind: "a" }, { kind: "b", drop: hp.uniform(0, 1), cell: hp.choice(["x", "y", "z"]) }]),
  shift: hp.normal(10, 2),
  count: hp.qlognormal(2, 1, 1),
});

describe("Encoding", () => {
  it("gives back the values that a row was made of", () => {
    const encoding = new Encoding(space);
    const random = createRandom(3);
    for (let draw = 0; draw < 200; draw++) {
      const values = space.sample(random);
      const again = encoding.valuesOf(encoding.rowOf(values));
      expect(Object.keys(again).sort()).toEqual(Object.keys(values).sort());
      for (const [label, value] of Object.entries(values)) expect(again[label]).toBeCloseTo(value, 9);
    }
  });

  it("makes the same row of a point as of its values, inactive coordinates at their mark", () => {
    const encoding = new Encoding(space);
    const random = createRandom(4);
    const row = new Float64Array(encoding.axes.length);
    for (let draw = 0; draw < 100; draw++) {
      const point = Float64Array.from(encoding.axes, () => 0);
      encoding.fillPoint(
        Float64Array.from(encoding.axes, () => random.next()),
        point,
      );
      encoding.fillRow(point, row);
      const expected = encoding.rowOf(encoding.valuesOf(point));
      for (const [axis, coordinate] of row.entries()) expect(coordinate).toBeCloseTo(expected[axis] ?? Number.NaN, 9);
    }
  });

  it("spreads normals evenly over four standard deviations to either side", () => {
    const encoding = new Encoding(compileSpace({ x: hp.normal(10, 2) }));
    for (const [value, coordinate] of [
      [10, 0.5],
      [12, 0.625],
      [2, 0],
      [18, 1],
      [400, 1],
    ] as const) {
      expect(encoding.rowOf({ x: value })[0]).toBeCloseTo(coordinate, 9);
    }
  });

  it("lists the values of steps and choices, also the visible part of endless ones", () => {
    const of = (parameter: ReturnType<typeof hp.uniform>) =>
      new Encoding(compileSpace({ x: parameter })).axes[0]?.levels;
    expect([...(of(hp.uniformint(1, 5)) ?? [])].map((level) => level.toFixed(9))).toEqual(
      [0.1, 0.3, 0.5, 0.7, 0.9].map((level) => level.toFixed(9)),
    );
    expect(of(hp.choice([7, 8, 9]))).toEqual(Float64Array.of(0, 1, 2));
    // mu +- 4 sigma is -4 to 4, and the ends are where the cells of -4 and 4 are.
    expect(of(hp.qnormal(0, 1, 1))).toHaveLength(9);
    expect(of(hp.choice(Array.from({ length: 300 }, (_, option) => option)))).toHaveLength(300);
    expect(of(hp.uniformint(1, 1000))).toBeNull();
    expect(of(hp.uniform(0, 1))).toBeNull();
  });
});
