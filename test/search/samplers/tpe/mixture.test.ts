import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../src/base/index.js";
import { compileSpace, hp, type Space, type SpaceDefinition, type Values } from "../../../../src/search/index.js";
import { cellsOf, Mixture } from "../../../../src/search/samplers/tpe/mixture.js";
import { TrialHistory } from "../../../../src/search/trials/history.js";

const WIDTHS = { narrowest: 0.03, priorWeight: 1 };

const masses = (space: Space<unknown>, values: Values) =>
  space.parameters.reduce((product, { label, distribution }) => {
    const [start, end] = values[label] === undefined ? [0, 1] : distribution.cell(values[label]);
    return product * (end - start);
  }, 1);

/** A mixture of all the given points, and its masses at points of a finite space. */
function mixtureOf(definition: SpaceDefinition, points: readonly Values[]) {
  const space = compileSpace(definition);
  const history = new TrialHistory(space);
  for (const values of points) history.append(values);
  const mixture = new Mixture(space, { ...WIDTHS, cells: cellsOf(space) });
  mixture.extend(history.coordinates(), points.length);
  const massAt = (values: Values) => Math.exp(mixture.logDensities([values])[0] ?? 0) * masses(space, values);
  return { space, mixture, history, massAt };
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
      const { space, massAt } = mixtureOf(definition, points.slice(0, count));
      let mass = 0;
      for (const values of space.points()) mass += massAt(values);
      expect(mass).toBeCloseTo(1, 9);
    }
  });

  it.each<[string, SpaceDefinition, number[]]>([
    ["on a normal scale", { x: hp.normal(0, 1) }, [-2.9, 0.4, 0.5, 0.6]],
    ["of many thousand steps", { x: hp.quniform(0, 50_000, 1) }, [3, 20_000, 20_400, 49_999]],
  ])("has mass 1 over a range %s", (_, definition, xs) => {
    const { space, mixture } = mixtureOf(
      definition,
      xs.map((x) => ({ x })),
    );
    const steps = 20_000;
    const points = Array.from({ length: steps }, (_, step) => ({
      x: space.parameters[0]?.distribution.fromUnit((step + 0.5) / steps) ?? Number.NaN,
    }));
    const mass = mixture.logDensities(points).reduce((sum, density) => sum + Math.exp(density) / steps, 0);
    expect(mass).toBeCloseTo(1, 4);
  });

  it("draws points as often as its density says", () => {
    const definition = { a: hp.randint(3), b: hp.choice(["x", { c: hp.randint(2) }]) };
    const points = [
      { a: 0, b: 0 },
      { a: 0, b: 1, "b.c": 1 },
    ];
    const { space, mixture, massAt } = mixtureOf(definition, points);
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
      const expected = massAt(values);
      const error = 6 * Math.sqrt(expected / draws);
      expect(Math.abs((counts.get(space.keyOf(values)) ?? 0) / draws - expected)).toBeLessThan(error);
    }
  });

  it("is the prior when nothing was observed", () => {
    const { mixture } = mixtureOf({ x: hp.uniform(0, 2), k: hp.choice([1, 2, 3, 4]) }, []);
    expect(mixture.logDensities([{ x: 1.3, k: 2 }])[0]).toBeCloseTo(0, 12);
  });

  it("leaves nothing out that counts, however many kernels there are", () => {
    const random = createRandom(4);
    const definition = { x: hp.uniform(0, 1), y: hp.uniform(0, 1), z: hp.log(1e-3, 1), k: hp.choice([0, 1, 2]) };
    const space = compileSpace(definition);
    const points = Array.from({ length: 3000 }, () => space.sample(random));
    const { mixture } = mixtureOf(definition, points);
    const probes = points.slice(0, 20);
    const direct = directDensities(points, probes, space);
    for (const [index, density] of mixture.logDensities(probes).entries()) {
      expect(density).toBeCloseTo(direct[index] ?? Number.NaN, 5);
    }
  });

  it("is the same after kernels were removed and restored as without them ever having been there", () => {
    const definition = { x: hp.uniform(0, 1), n: hp.uniformint(1, 30), k: hp.choice([0, { y: hp.normal(0, 1) }]) };
    const space = compileSpace(definition);
    const random = createRandom(7);
    const points = Array.from({ length: 40 }, () => space.sample(random));
    const { mixture, history } = mixtureOf(definition, points);
    const fresh = new Mixture(space, { ...WIDTHS, cells: cellsOf(space) });
    fresh.extend(history.coordinates(), 40);
    for (const kernel of [3, 17, 30]) fresh.remove(kernel);
    for (const kernel of [3, 8, 17, 9]) mixture.remove(kernel);
    for (const kernel of [9, 8]) mixture.restore(kernel);
    mixture.remove(30);
    expect(mixture.logDensities(points)).toEqual(fresh.logDensities(points));
  });
});

/** The definition, written out: a product of truncated normals and option shares for each point, and the prior. */
function directDensities(points: readonly Values[], probes: readonly Values[], space: Space<unknown>): number[] {
  const ordered = space.parameters.filter(({ distribution }) => distribution.shape === "continuous");
  const columns = ordered.map(({ label, distribution }) => {
    const coordinates = points.map((values) => distribution.coordinate(values[label] ?? 0));
    const sorted = [...coordinates].sort((a, b) => a - b);
    // Among thousands of points every gap is below the narrowest width, except at the very ends.
    const gap = Math.max(...sorted.slice(1).map((value, index) => value - (sorted[index] ?? 0)));
    expect(gap).toBeLessThan(0.03);
    return { label, distribution, coordinates };
  });
  const normal = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  const truncation = (mean: number) => {
    let mass = 0;
    const steps = 2000;
    for (let step = 0; step < steps; step++) mass += normal(((step + 0.5) / steps - mean) / 0.03) / 0.03 / steps;
    return mass;
  };
  const truncations = columns.map(({ coordinates }) => coordinates.map(truncation));
  const smoothing = 3 / (points.length + 1);
  return probes.map((probe) => {
    let sum = 1;
    for (const [kernel, values] of points.entries()) {
      let product = (probe.k === values.k ? 3 + smoothing : smoothing) / (1 + smoothing);
      for (const [index, { label, distribution, coordinates }] of columns.entries()) {
        const z = (distribution.coordinate(probe[label] ?? 0) - (coordinates[kernel] ?? 0)) / 0.03;
        product *= normal(z) / 0.03 / (truncations[index]?.[kernel] ?? 1);
      }
      sum += product;
    }
    return Math.log(sum / (points.length + 1));
  });
}
