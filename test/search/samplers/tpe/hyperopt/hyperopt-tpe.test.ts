import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../../src/base/index.js";
import type { NumberPrior } from "../../../../../src/search/distributions/hyperopt-prior.js";
import {
  compileSpace,
  hp,
  rand,
  type Space,
  type SpaceDefinition,
  type SpaceValue,
  Study,
  tpe,
  type Values,
} from "../../../../../src/search/index.js";
import { adaptiveParzen, type NormalMixture } from "../../../../../src/search/samplers/tpe/hyperopt/adaptive-parzen.js";
import { logDensityOf } from "../../../../../src/search/samplers/tpe/hyperopt/mixture-density.js";
import { drawFromMixture } from "../../../../../src/search/samplers/tpe/hyperopt/mixture-draw.js";
import { OptionPosterior } from "../../../../../src/search/samplers/tpe/hyperopt/option-posterior.js";
import { likeliest, type Model } from "../../../../../src/search/samplers/tpe/hyperopt/parameter-model.js";
import { splitLosses } from "../../../../../src/search/samplers/tpe/hyperopt/split-losses.js";
import { TrialHistory } from "../../../../../src/search/trials/history.js";
import { samplerContract } from "../../../../contracts/sampler.js";
import { expectClose, goldenCases } from "../../../../fixtures/golden.js";

samplerContract('tpe({ preset: "hyperopt" })', () => tpe({ preset: "hyperopt" }), { repeats: true });

interface Trial {
  readonly tid: number;
  readonly loss: number | null;
  readonly state: "done" | "running";
  readonly vals: Readonly<Record<string, number | null>>;
}

interface Mixture {
  readonly weights: readonly number[];
  readonly mus: readonly number[];
  readonly sigmas: readonly number[];
}

interface Derived {
  readonly distribution: string;
  readonly args: Readonly<Record<string, number | readonly number[]>>;
  readonly below: readonly number[];
  readonly above: readonly number[];
  readonly mixture_below?: Mixture;
  readonly mixture_above?: Mixture;
  readonly mixture_above_stable?: Mixture;
  readonly candidates?: readonly number[];
  readonly log_l?: readonly number[];
  readonly log_g?: readonly number[];
  readonly log_g_stable?: readonly number[];
  readonly prob_below?: readonly number[];
  readonly prob_above?: readonly number[];
}

interface Suggested {
  readonly n_active: number;
  readonly quantiles?: Readonly<Record<string, number>>;
  readonly values?: readonly number[];
  readonly frequencies?: readonly number[];
}

interface Case {
  readonly name: string;
  readonly history: readonly Trial[];
  readonly parameters: Readonly<Record<string, Derived>>;
  readonly suggestions: { readonly n_seeds: number; readonly per_label: Readonly<Record<string, Suggested>> };
}

const cases = goldenCases<Case>("tpe_end_to_end").map((one) => [one.name, one] as const);

/** The space that the file's header describes: `n` and `qn` exist only with options 1 and 2 of `c`. */
function spaceOf({ parameters }: Case): Space<unknown> {
  const make = hp as unknown as Record<string, (label: string, ...values: unknown[]) => SpaceValue>;
  const parameter = (label: string) => {
    const { distribution = "", args = {} } = parameters[label] ?? {};
    return make[distribution]?.(label, ...Object.values(args)) ?? null;
  };
  const inside = ["n", "qn", "c", "p"];
  const plain = Object.keys(parameters).filter((label) => !inside.includes(label));
  const shares = (parameters.p?.args.p ?? []) as readonly number[];
  return compileSpace({
    ...Object.fromEntries(plain.map((label) => [label, parameter(label)])),
    c: hp.choice("c", [{}, { n: parameter("n") }, { qn: parameter("qn") }]),
    p: hp.pchoice(
      "p",
      shares.map((share, option) => [share, option] as const),
    ),
  } as SpaceDefinition);
}

function historyOf({ history }: Case, space: Space<unknown>): TrialHistory {
  const trials = new TrialHistory(space);
  for (const { loss, state, vals } of history) {
    const active = Object.entries(vals).filter((entry): entry is [string, number] => entry[1] !== null);
    // Adding 0 makes 0 of hyperopt's -0.
    const position = trials.append(Object.fromEntries(active.map(([label, value]) => [label, value + 0])));
    if (state === "done") trials.settle(position, { state: loss === null ? "failed" : "complete", loss });
  }
  return trials;
}

const valuesIn = ({ history }: Case, label: string, flags: Uint8Array, flag: number) =>
  Float64Array.from(
    history.flatMap(({ vals }, index) => (flags[index] === flag && vals[label] != null ? [vals[label] + 0] : [])),
  );

/** Suggestions of one parameter by the mixtures that hyperopt made. */
function drawsOf({ mixture_below, mixture_above }: Derived, prior: NumberPrior, count: number): number[] {
  const [good, bad] = [mixture_below, mixture_above].map((mixture) => ({
    weights: Float64Array.from(mixture?.weights ?? []),
    means: Float64Array.from(mixture?.mus ?? []),
    deviations: Float64Array.from(mixture?.sigmas ?? []),
  })) as [NormalMixture, NormalMixture];
  const model: Model = {
    draw: (random) => drawFromMixture(good, prior, random),
    score: (value) => logDensityOf(good, prior)(value) - logDensityOf(bad, prior)(value),
  };
  return Array.from({ length: count }, (_, seed) => likeliest(model, 24, createRandom(seed)));
}

describe('tpe({ preset: "hyperopt" }) on whole histories', () => {
  it.each(cases)("derives hyperopt's models: %s", (_, one) => {
    const losses = Float64Array.from(one.history, ({ loss }) => loss ?? Infinity);
    const flags = splitLosses(losses, 0.25, 25);
    for (const { label, distribution } of spaceOf(one).parameters) {
      const expected = one.parameters[label];
      const [below, above] = [valuesIn(one, label, flags, 1), valuesIn(one, label, flags, 0)];
      expectClose(below, expected?.below ?? []);
      expectClose(above, expected?.above ?? []);
      const prior = distribution.hyperopt;
      if (prior.kind === "option") {
        const values = (expected?.prob_below ?? []).map((_, option) => prior.first + option);
        const [good, bad] = [below, above].map(
          (seen) => new OptionPosterior(prior, seen, { priorWeight: 1, kept: 25 }),
        );
        expectClose(
          values.map((value) => good?.probability(value) ?? 0),
          expected?.prob_below ?? [],
        );
        expectClose(
          values.map((value) => bad?.probability(value) ?? 0),
          expected?.prob_above ?? [],
        );
        continue;
      }
      const scaled = (value: number): number => {
        const smallest = prior.bounds === null ? 1e-12 : Math.max(1e-12, Math.exp(prior.bounds[0]));
        if (!prior.log) return value;
        return Math.log(prior.q === null ? value : Math.max(value, smallest));
      };
      const [good, bad] = [below, above].map((seen) =>
        adaptiveParzen(seen.map(scaled), { prior, priorWeight: 1, kept: 25 }),
      );
      for (const [mixture, wanted] of [
        [good, expected?.mixture_below],
        [bad, expected?.mixture_above_stable ?? expected?.mixture_above],
      ] as const) {
        expectClose(mixture?.weights ?? [], wanted?.weights ?? []);
        expectClose(mixture?.means ?? [], wanted?.mus ?? []);
        expectClose(mixture?.deviations ?? [], wanted?.sigmas ?? []);
      }
      for (const [mixture, wanted] of [
        [good, expected?.log_l],
        [bad, expected?.log_g_stable ?? expected?.log_g],
      ] as const) {
        const densities = mixture === undefined ? [] : (expected?.candidates ?? []).map(logDensityOf(mixture, prior));
        expectClose(densities, wanted ?? []);
      }
    }
  });

  it.each(cases)("suggests as hyperopt does: %s", (_, one) => {
    const space = spaceOf(one);
    const seeds = 300;
    const history = historyOf(one, space);
    const algo = tpe({ preset: "hyperopt" });
    const asked = Array.from({ length: seeds }, (_, seed) => {
      return algo.suggest({ space, history, random: createRandom(seed), seed }) ?? {};
    });
    // Both sides are samples: the difference of two shares has this standard error at most; 4.5 of them are allowed.
    const most = (share: number) =>
      4.5 * Math.sqrt(Math.max(share * (1 - share), 1 / seeds) * (1 / seeds + 1 / one.suggestions.n_seeds));
    for (const [label, expected] of Object.entries(one.suggestions.per_label)) {
      const derived = one.parameters[label];
      const prior = space.parameters.find((parameter) => parameter.label === label)?.distribution.hyperopt;
      // Where the file knows a stable order, hyperopt's own one among ties is arbitrary: its mixture decides then, not ours.
      const values =
        derived?.mixture_above_stable !== undefined && prior?.kind === "number" && expected.n_active > 0
          ? drawsOf(derived, prior, seeds)
          : asked.flatMap((point) => point[label] ?? []);
      expect(values, label).toHaveLength((expected.n_active * seeds) / one.suggestions.n_seeds);
      if (expected.values !== undefined) {
        for (const value of new Set([...expected.values, ...values])) {
          const share = expected.frequencies?.[expected.values.indexOf(value)] ?? 0;
          const own = values.filter((other) => other === value).length / seeds;
          expect(Math.abs(own - share), `${label} = ${value}`).toBeLessThanOrEqual(most((own + share) / 2));
        }
      } else {
        for (const [percent, quantile] of Object.entries(expected.quantiles ?? {})) {
          const own = values.filter((value) => value <= quantile).length / seeds;
          expect(Math.abs(own - Number(percent) / 100), `${label} at ${percent} %`).toBeLessThanOrEqual(
            most(Number(percent) / 100),
          );
        }
      }
    }
  });
});

describe('tpe({ preset: "hyperopt" })', () => {
  const draws = (definition: SpaceDefinition, count: number): Values[] => {
    const study = new Study<SpaceDefinition>({ space: definition, algo: tpe({ preset: "hyperopt" }), seed: 6 });
    return Array.from({ length: count }, () => {
      const trial = study.ask();
      if (trial !== null) study.tell(trial, { loss: Number.NaN });
      return trial?.values ?? {};
    });
  };

  it("rounds after drawing: end values get half of their share, and values can lie outside of the range", () => {
    // A loss that is NaN is none to hyperopt, so all of these are draws of the prior.
    const points = draws(
      { half: hp.uniformint(1, 6), outside: hp.quniform(0, 8, 3), zero: hp.qloguniform(0, 3, 10) },
      3000,
    );
    const share = (label: string, value: number) => points.filter((point) => point[label] === value).length / 3000;
    expect(share("half", 1)).toBeCloseTo(0.1, 1);
    expect(share("half", 2)).toBeCloseTo(0.2, 1);
    expect(share("outside", 9)).toBeCloseTo(0.5 / 8, 1);
    expect(share("outside", 9)).toBeGreaterThan(0);
    expect(share("zero", 0)).toBeGreaterThan(0.4);
  });

  it("can be resumed although its values lie outside of the range", () => {
    const space = { x: hp.quniform("x", 0, 8, 3) };
    const study = new Study({ space, algo: tpe({ preset: "hyperopt" }) });
    const record = { number: 0, params: { x: 9 }, values: { x: 9 }, told: 1, loss: 1, failed: false };
    study.restore([record]);
    expect(study.trials).toMatchObject([{ params: { x: 9 }, loss: 1 }]);
    expect(() => study.enqueue({ x: 9 })).toThrow(/expected a multiple of 3 in \[0, 8\], got 9/);
    expect(() => new Study({ space, algo: rand() }).restore([{ ...record, values: { x: 12 } }])).toThrow(/got 12/);
  });

  it("starts with 20 points of the prior, and then takes options of its own", () => {
    const space = { x: hp.uniform(0, 1) };
    const finds = (startup: number | undefined) => {
      const study = new Study({ space, algo: tpe({ preset: "hyperopt", startup }), seed: 2 });
      const xs = Array.from({ length: 40 }, () => {
        const trial = study.ask();
        if (trial !== null) study.tell(trial, { loss: Math.abs(trial.params.x - 0.7) });
        return trial?.params.x ?? Number.NaN;
      });
      return xs;
    };
    const usual = finds(undefined);
    expect(finds(20)).toEqual(usual);
    expect(finds(10).slice(0, 10)).toEqual(usual.slice(0, 10));
    expect(finds(10).slice(10, 20)).not.toEqual(usual.slice(10, 20));
  });
});
