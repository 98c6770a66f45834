import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/index.js";
import { numericKinds } from "../../../src/search/distributions/catalogue.js";
import { categorical } from "../../../src/search/distributions/categorical.js";
import type { Distribution } from "../../../src/search/distributions/distribution.js";
import { argumentProblems, type DistributionKind } from "../../../src/search/distributions/kind.js";

/** 100 000 draws of hyperopt per distribution; see the file's own header. */
interface Summary {
  readonly distribution: string;
  readonly args: Readonly<Record<string, number | number[]>>;
  readonly n_draws: number;
  readonly mean: number;
  readonly std: number;
  readonly quantiles: Readonly<Record<string, number>>;
  readonly values?: readonly number[];
  readonly frequencies?: readonly number[];
  readonly exact_pmf_at_values?: readonly number[];
}

const file = new URL("../../fixtures/golden/distribution_summaries.json", import.meta.url);
const summaries = (JSON.parse(readFileSync(file, "utf8")) as { cases: readonly Summary[] }).cases;

function make({ distribution, args }: Summary): Distribution {
  if (distribution === "choice")
    return categorical(new Array<number>(Number(args.n_options)).fill(1 / Number(args.n_options)));
  if (distribution === "pchoice") return categorical(args.p as number[]);
  return numericKinds[distribution as keyof typeof numericKinds].create(...(Object.values(args) as number[]));
}

const named = (...names: string[]) =>
  summaries
    .filter((summary) => names.includes(summary.distribution))
    .map((one) => [JSON.stringify(one.args), one] as const);

const width = (distribution: Distribution, value: number) => {
  const [start, end] = distribution.cell(value);
  return end - start;
};

describe("continuous distributions have hyperopt's quantiles", () => {
  const cases = ["uniform", "loguniform", "normal", "lognormal"].flatMap((name) => named(name));
  it.each(cases)("%s", (_, summary) => {
    const distribution = make(summary);
    for (const [percent, value] of Object.entries(summary.quantiles)) {
      // The empirical quantile of n draws lies within 5 standard errors, measured in mass.
      const share = Number(percent) / 100;
      const error = 5 * Math.sqrt((share * (1 - share)) / summary.n_draws);
      expect(distribution.coordinate(value)).toBeGreaterThan(share - error);
      expect(distribution.coordinate(value)).toBeLessThan(share + error);
      expect(distribution.fromUnit(distribution.coordinate(value))).toBeCloseTo(value, 8);
    }
  });
});

describe("unbounded quantised distributions have hyperopt's exact masses", () => {
  it.each(named("qnormal", "qlognormal"))("%s", (_, summary) => {
    const distribution = make(summary);
    for (const [index, value] of (summary.values ?? []).entries()) {
      expect(width(distribution, value)).toBeCloseTo(summary.exact_pmf_at_values?.[index] ?? Number.NaN, 9);
    }
  });
});

describe("integers and options have hyperopt's frequencies", () => {
  it.each(named("randint", "choice", "pchoice"))("%s", (_, summary) => {
    const distribution = make(summary);
    for (const [index, value] of (summary.values ?? []).entries()) {
      const frequency = summary.frequencies?.[index] ?? Number.NaN;
      expect(Math.abs(width(distribution, value) - frequency)).toBeLessThan(5 * Math.sqrt(0.25 / summary.n_draws));
    }
    expect(distribution.count).toBe(summary.values?.length);
  });
});

describe("bounded quantised distributions", () => {
  it.each(named("quniform", "uniformint"))("%s: every multiple in range, each with the same mass", (_, summary) => {
    const distribution = make(summary);
    const { low, high } = summary.args as { low: number; high: number };
    const inside = (summary.values ?? []).filter((value) => value >= low && value <= high);
    const values = Array.from({ length: distribution.count }, (_, position) => distribution.valueAt(position));
    // hyperopt rounds half to even and so never reaches some ends: they are more here, never fewer.
    for (const value of inside) expect(values.some((own) => Math.abs(own - value) < 1e-9)).toBe(true);
    for (const value of values) expect(width(distribution, value)).toBeCloseTo(1 / values.length, 9);
  });

  it.each(named("qloguniform"))("%s: interior masses in hyperopt's proportions, ends in full", (_, summary) => {
    const distribution = make(summary);
    const { q } = summary.args as { q: number };
    const interior = (summary.values ?? []).flatMap((value, index) => {
      const known = summary.exact_pmf_at_values?.[index] ?? 0;
      const inRange = value > 2 * q && value < distribution.valueAt(distribution.count - 1) - q / 2;
      return inRange ? [width(distribution, value) / known] : [];
    });
    for (const ratio of interior) expect(ratio / (interior[0] ?? 1)).toBeCloseTo(1, 6);
    const all = Array.from({ length: distribution.count }, (_, k) => width(distribution, distribution.valueAt(k)));
    expect(all.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 9);
  });

  it("writes decimals as a person would", () => {
    const distribution = numericKinds.quniform.create(0, 1, 0.1);
    const values = Array.from({ length: 11 }, (_, position) => distribution.valueAt(position));
    expect(values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(numericKinds.quniform.create(0, 0.6, 0.2).count).toBe(4);
  });

  it("has no 0 in a logarithmic range", () => {
    expect(numericKinds.qloguniform.create(-30, 2, 1).valueAt(0)).toBe(1);
    expect(numericKinds.qlog.create(1e-12, 5, 1).valueAt(0)).toBe(1);
  });
});

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const size = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const logarithm = fc.double({ min: -20, max: 20, noNaN: true });

/** Valid arguments of every kind, with the bounds that its values must keep to. */
const anyDistribution = fc.oneof(
  fc
    .tuple(finite, size)
    .map(([low, span]) => ({ distribution: numericKinds.uniform.create(low, low + span), low, high: low + span })),
  fc.tuple(finite, size, fc.double({ min: 1e-3, max: 1, noNaN: true })).map(([low, span, share]) => ({
    distribution: numericKinds.quniform.create(low, low + span, span * share),
    low,
    high: low + span,
  })),
  fc.tuple(logarithm, fc.double({ min: 0.01, max: 5, noNaN: true })).map(([low, span]) => ({
    distribution: numericKinds.loguniform.create(low, low + span),
    low: Math.exp(low),
    high: Math.exp(low + span),
  })),
  fc.tuple(size, size, fc.double({ min: 1e-3, max: 1, noNaN: true })).map(([low, span, share]) => ({
    distribution: numericKinds.qlog.create(low, low + span, span * share),
    low,
    high: low + span,
  })),
  fc
    .tuple(finite, size)
    .map(([mu, sigma]) => ({ distribution: numericKinds.normal.create(mu, sigma), low: -Infinity, high: Infinity })),
  fc.tuple(logarithm, size, size).map(([mu, sigma, q]) => ({
    distribution: numericKinds.qlognormal.create(mu, Math.min(sigma, 10), q),
    low: 0,
    high: Infinity,
  })),
  fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 })).map(([low, count]) => ({
    distribution: numericKinds.randint.create(low, low + count),
    low,
    high: low + count - 1,
  })),
);

describe("every distribution", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });

  it("keeps its values in bounds, and knows each as one of its own", () => {
    fc.assert(
      fc.property(anyDistribution, unit, ({ distribution, low, high }, at) => {
        const value = distribution.fromUnit(at);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
        expect(distribution.nearest(value)).toBe(value);
      }),
    );
  });

  it("puts a value into a cell inside [0, 1] that holds its coordinate", () => {
    fc.assert(
      fc.property(anyDistribution, unit, ({ distribution }, at) => {
        const value = distribution.fromUnit(at);
        const [start, end] = distribution.cell(value);
        const coordinate = distribution.coordinate(value);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(1);
        expect(coordinate).toBeGreaterThanOrEqual(start);
        expect(coordinate).toBeLessThanOrEqual(end);
      }),
    );
  });

  it("gives no value for NaN", () => {
    for (const kind of Object.values(numericKinds)) expect(sample(kind).nearest(Number.NaN)).toBeNaN();
  });

  it("is finite at both ends of the unit interval", () => {
    for (const kind of Object.values(numericKinds)) {
      expect(Number.isFinite(sample(kind).fromUnit(0))).toBe(true);
      expect(Number.isFinite(sample(kind).fromUnit(1))).toBe(true);
    }
  });
});

function sample(kind: DistributionKind): Distribution {
  const values = kind.forms.at(-1)?.map(({ name }) => ({ low: 1, high: 5, q: 1, mu: 0, sigma: 1 })[name] ?? 1) ?? [];
  return kind.create(...values);
}

describe("categorical", () => {
  it("never draws an option of probability 0, not even at the ends", () => {
    const distribution = categorical([0, 0.5, 0.5, 0]);
    const random = createRandom(1);
    const drawn = new Set([0, 1, ...Array.from({ length: 200 }, () => random.next())].map(distribution.fromUnit));
    expect([...drawn].sort()).toEqual([1, 2]);
    expect(distribution.count).toBe(2);
  });
});

describe("argumentProblems", () => {
  it.each<[keyof typeof numericKinds, readonly unknown[], string]>([
    ["uniform", [1, 0], "low must be less than high, got [1, 0]"],
    ["uniform", [0, -1], "low must be less than high, got [0, -1]"],
    ["uniform", [0, 0], "low must be less than high, got [0, 0]"],
    ["uniform", [0], "uniform takes [low, high], got 1 value"],
    ["uniform", [0, "1"], 'high must be a finite number, got "1"'],
    ["uniform", [Number.NaN, 1], "low must be a finite number, got NaN"],
    ["uniform", [0, Infinity], "high must be a finite number, got Infinity"],
    ["uniform", [-1e308, 1e308], "high - low must be a finite number, got [-1e+308, 1e+308]"],
    ["quniform", [0, 10, 0], "q must be greater than 0, got 0"],
    ["quniform", [0, 10, 11], "q must not be larger than high - low, got [0, 10, 11]"],
    ["quniform", [0, 1, 1e-300], "q is too small for numbers of this size, got [0, 1, 1e-300]"],
    ["uniformint", [0.2, 0.7], "q must not be larger than high - low, got [0.2, 0.7]"],
    ["log", [0, 1], "low must be greater than 0, got 0"],
    ["qlog", [1, 2, 1.5], "q must not be larger than high - low, got [1, 2, 1.5]"],
    ["qloguniform", [0, 1, 2], "q must not be larger than exp(high) - exp(low), got [0, 1, 2]"],
    ["normal", [0, -1], "sigma must be greater than 0, got -1"],
    ["randint", [5, 5], "low must be less than high, got [5, 5]"],
    ["randint", [0], "upper must be greater than 0, got 0"],
    ["randint", [2.5], "upper must be an integer, got 2.5"],
    ["randint", [], "randint takes [upper] or [low, high], got 0 values"],
  ])("%s %j", (name, values, message) => {
    expect(argumentProblems(numericKinds[name], values)).toEqual([message]);
  });

  it("refuses logarithmic bounds whose values overflow", () => {
    expect(argumentProblems(numericKinds.loguniform, [0, 1000])[0]).toMatch(/natural logarithms/);
    expect(argumentProblems(numericKinds.loguniform, [-1000, 0])[0]).toMatch(/natural logarithms/);
  });

  it("names every argument that is wrong at once", () => {
    expect(argumentProblems(numericKinds.quniform, ["a", null, -1])).toHaveLength(3);
  });
});
