import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../src/base/index.js";
import { Evidence } from "../../../../src/search/samplers/gp/evidence.js";
import { fitHyperparameters } from "../../../../src/search/samplers/gp/fit.js";
import type { Observations } from "../../../../src/search/samplers/gp/observations.js";
import { Posterior } from "../../../../src/search/samplers/gp/posterior.js";
import { beliefs, centre } from "../../../../src/search/samplers/gp/prior.js";

const ORDERED = 3;
const STEP = 1e-5;

/** Three numbers and a choice of three; `lossOf` gives the targets. */
function observations(size: number, lossOf: (row: Float64Array) => number): Observations {
  const random = createRandom(8);
  const rows = Array.from({ length: size }, () =>
    Float64Array.of(random.next(), random.next(), random.next(), random.int(3)),
  );
  return { rows, targets: Float64Array.from(rows, lossOf), ordered: ORDERED };
}

const wavy = ([a = 0, b = 0, c = 0, kind = 0]: Float64Array): number =>
  Math.sin(5 * a) + b * c - (kind === 1 ? 0.5 : 0);

/** Derivative of a function of a vector by one entry, by central differences. */
function difference(f: (x: Float64Array) => number, x: Float64Array, entry: number): number {
  const [above, below] = [x.slice(), x.slice()];
  above[entry] = (above[entry] as number) + STEP;
  below[entry] = (below[entry] as number) - STEP;
  return (f(above) - f(below)) / (2 * STEP);
}

describe("Evidence", () => {
  it("has the gradient of its value", () => {
    const priors = beliefs(4, ORDERED);
    const evidence = new Evidence(observations(12, wavy), priors);
    const x = centre(priors).map((value, index) => value + 0.3 * (index % 3));
    const gradient = new Float64Array(x.length);
    evidence.evaluate(x, gradient);
    const value = (at: Float64Array) => evidence.evaluate(at, new Float64Array(x.length));
    for (const entry of x.keys()) expect(gradient[entry]).toBeCloseTo(difference(value, x, entry), 4);
  });
});

describe("fitHyperparameters", () => {
  it("finds out which axes matter", () => {
    const fitted = fitHyperparameters(
      observations(40, ([a = 0]) => Math.sin(9 * a)),
      null,
    );
    const [used = 0, ...unused] = fitted.subarray(0, 4);
    for (const weight of unused) expect(used - weight).toBeGreaterThan(2);
  });

  it("finds out that losses are noisy", () => {
    const random = createRandom(2);
    const exact = fitHyperparameters(observations(40, wavy), null);
    const noisy = fitHyperparameters(
      observations(40, (row) => wavy(row) + 2 * (random.next() - 0.5)),
      null,
    );
    expect((noisy.at(-1) as number) - (exact.at(-1) as number)).toBeGreaterThan(3);
  });
});

describe("Posterior", () => {
  const seen = observations(25, wavy);
  const posterior = new Posterior(seen, fitHyperparameters(seen, null));

  it("has the gradient of its expected improvement", () => {
    const row = Float64Array.of(0.3, 0.6, 0.2, 1);
    const gradient = new Float64Array(4);
    expect(posterior.differentiate(row, gradient)).toBeCloseTo(posterior.logImprovement(row), 12);
    for (let axis = 0; axis < ORDERED; axis++) {
      const measured = difference((at) => posterior.logImprovement(at), row, axis);
      expect((gradient[axis] as number) / measured).toBeCloseTo(1, 5);
    }
  });

  it("has the gradient of its expected improvement while results are missing", () => {
    const open = {
      rows: [Float64Array.of(0.2, 0.5, 0.1, 1), Float64Array.of(0.9, 0.1, 0.7, 0)],
      random: createRandom(1),
    };
    const model = new Posterior(seen, fitHyperparameters(seen, null), open);
    const row = Float64Array.of(0.3, 0.6, 0.2, 1);
    const gradient = new Float64Array(4);
    expect(model.differentiate(row, gradient)).toBeCloseTo(model.logImprovement(row), 12);
    for (let axis = 0; axis < ORDERED; axis++) {
      const measured = difference((at) => model.logImprovement(at), row, axis);
      expect((gradient[axis] as number) / measured).toBeCloseTo(1, 5);
    }
    expect(model.logImprovement(open.rows[0] as Float64Array)).toBe(-Infinity);
  });

  it("expects nothing of a point that was observed, and more near the best than near the worst", () => {
    const near = (pick: (...values: number[]) => number): Float64Array => {
      const row = seen.rows[seen.targets.indexOf(pick(...seen.targets))] as Float64Array;
      return row.map((coordinate, axis) => (axis < ORDERED ? coordinate + 0.01 : coordinate));
    };
    expect(posterior.logImprovement(seen.rows[4] as Float64Array)).toBe(-Infinity);
    expect(posterior.logImprovement(near(Math.min))).toBeGreaterThan(posterior.logImprovement(near(Math.max)));
  });

  it("stands points that coincide", () => {
    const rows = [...seen.rows, ...seen.rows];
    const targets = Float64Array.from([...seen.targets, ...seen.targets]);
    const twice = new Posterior({ ...seen, rows, targets }, fitHyperparameters(seen, null));
    expect(twice.logImprovement(Float64Array.of(0.3, 0.6, 0.2, 1))).toBeLessThan(0);
  });
});
