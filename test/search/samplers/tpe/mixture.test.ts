import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../src/base/index.js";
import { compileSpace, hp, type SpaceDefinition, type Values } from "../../../../src/search/index.js";
import { Mixture } from "../../../../src/search/samplers/tpe/mixture.js";
import { TrialHistory } from "../../../../src/search/trials/history.js";

/** A mixture of all the given points. */
function mixtureOf(definition: SpaceDefinition, points: readonly Values[]) {
  const space = compileSpace(definition);
  const history = new TrialHistory(space);
  for (const values of points) history.append(values);
  const members = points.map((_, index) => index);
  return { space, mixture: new Mixture(space, history.coordinates(), members) };
}

describe("Mixture", () => {
  it("has mass 1 over the points of a finite space", () => {
    const definition = {
      depth: hp.quniform(2, 8, 1),
      size: hp.qlog(1, 20, 3),
      kind: hp.pchoice([
        [0.3, "a"],
        [0.7, { rounds: hp.randint(4) }],
      ]),
    };
    const points = [
      { depth: 3, size: 6, kind: 0 },
      { depth: 8, size: 3, kind: 1, "kind.rounds": 2 },
      { depth: 8, size: 18, kind: 1, "kind.rounds": 0 },
    ];
    for (const count of [0, 1, 2, 3]) {
      const { space, mixture } = mixtureOf(definition, points.slice(0, count));
      let mass = 0;
      for (const values of space.points()) mass += Math.exp(mixture.logDensity(values));
      expect(mass).toBeCloseTo(1, 9);
    }
  });

  it("has mass 1 over a continuous space, in the coordinates where its prior is uniform", () => {
    const points = [{ x: -2.9 }, { x: 0.4 }, { x: 0.5 }, { x: 0.6 }];
    const { space, mixture } = mixtureOf({ x: hp.normal(0, 1) }, points);
    const steps = 20_000;
    let mass = 0;
    for (let step = 0; step < steps; step++) {
      const x = space.parameters[0]?.distribution.fromUnit((step + 0.5) / steps) ?? Number.NaN;
      mass += Math.exp(mixture.logDensity({ x })) / steps;
    }
    expect(mass).toBeCloseTo(1, 5);
  });

  it("draws points as often as its density says", () => {
    const definition = { a: hp.randint(3), b: hp.choice(["x", { c: hp.randint(2) }]) };
    const points = [
      { a: 0, b: 0 },
      { a: 0, b: 1, "b.c": 1 },
    ];
    const { space, mixture } = mixtureOf(definition, points);
    const random = createRandom(8);
    const counts = new Map<string, number>();
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw++) {
      const key = space.keyOf(mixture.draw(random));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const values of space.points()) {
      // What a kernel has not got is drawn from others but scored by the prior: only points without that compare exactly.
      if (values.b === 1) continue;
      const expected = Math.exp(mixture.logDensity(values));
      const error = 6 * Math.sqrt(expected / draws);
      expect(Math.abs((counts.get(space.keyOf(values)) ?? 0) / draws - expected)).toBeLessThan(error);
    }
  });

  it("is the prior when nothing was observed", () => {
    const { mixture } = mixtureOf({ x: hp.uniform(0, 2), k: hp.choice([1, 2, 3, 4]) }, []);
    expect(mixture.logDensity({ x: 1.3, k: 2 })).toBeCloseTo(Math.log(1 / 4), 12);
  });
});
