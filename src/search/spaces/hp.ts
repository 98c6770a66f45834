import { SweepError } from "../../base/index.js";
import { numericKinds } from "../distributions/catalogue.js";
import { categorical } from "../distributions/categorical.js";
import { argumentProblems, type DistributionKind } from "../distributions/kind.js";
import { choiceProblems, equalProbabilities, probabilityProblems } from "./choices.js";
import { createParameter, type Parameter, type SpaceValue } from "./definition.js";
import type { ParamsOf } from "./params-of.js";

/** A constructor whose first argument, the label, may be left out: the key is the label then. */
interface Numeric<Arguments extends readonly number[]> {
  (label: string, ...values: Arguments): Parameter<number>;
  (...values: Arguments): Parameter<number>;
}

interface Choice {
  <const O extends readonly SpaceValue[]>(label: string, options: O): Parameter<ParamsOf<O[number]>>;
  <const O extends readonly SpaceValue[]>(options: O): Parameter<ParamsOf<O[number]>>;
}

type Weighted = readonly (readonly [probability: number, option: SpaceValue])[];

interface PChoice {
  <const O extends Weighted>(label: string, options: O): Parameter<ParamsOf<O[number][1]>>;
  <const O extends Weighted>(options: O): Parameter<ParamsOf<O[number][1]>>;
}

function splitLabel(values: readonly unknown[]): { label: string | null; rest: readonly unknown[] } {
  const [first, ...rest] = values;
  return typeof first === "string" ? { label: first, rest } : { label: null, rest: values };
}

function refuse(name: string, label: string | null, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const where = label === null ? `hp.${name}` : `hp.${name}("${label}")`;
  throw new SweepError("bad-space", `${where}: ${problems.join("; ")}`, {
    issues: problems.map((message) => ({ path: label ?? "", message })),
  });
}

function numeric(kind: DistributionKind): (...values: unknown[]) => Parameter<number> {
  return (...values) => {
    const { label, rest } = splitLabel(values);
    refuse(kind.name, label, argumentProblems(kind, rest));
    return createParameter({ label, distribution: kind.create(...(rest as number[])), options: null });
  };
}

function choice(...values: unknown[]): Parameter<never> {
  const { label, rest } = splitLabel(values);
  const options = rest[0];
  refuse("choice", label, choiceProblems(options));
  const list = options as readonly SpaceValue[];
  return createParameter({ label, distribution: categorical(equalProbabilities(list.length)), options: list });
}

function pchoice(...values: unknown[]): Parameter<never> {
  const { label, rest } = splitLabel(values);
  const pairs = rest[0];
  refuse("pchoice", label, probabilityProblems(pairs));
  const list = pairs as Weighted;
  const distribution = categorical(list.map(([probability]) => probability));
  return createParameter({ label, distribution, options: list.map(([, option]) => option) });
}

/**
 * Parameters of a search space, with hyperopt's names and argument order. The label comes first and may be left out.
 * Arguments are checked at once; `SweepError` with code `bad-space` names the label, the value and the rule.
 */
export const hp = {
  /** Any number in [low, high]. */
  uniform: numeric(numericKinds.uniform) as Numeric<[low: number, high: number]>,
  /** Multiples of `q` in [low, high], each equally likely. */
  quniform: numeric(numericKinds.quniform) as Numeric<[low: number, high: number, q: number]>,
  /** Integers in [low, high]. */
  uniformint: numeric(numericKinds.uniformint) as Numeric<[low: number, high: number]>,
  /** exp of a uniform number in [low, high]: the bounds are natural logarithms. */
  loguniform: numeric(numericKinds.loguniform) as Numeric<[low: number, high: number]>,
  /** Multiples of `q` in [exp(low), exp(high)], uniform in the logarithm. */
  qloguniform: numeric(numericKinds.qloguniform) as Numeric<[low: number, high: number, q: number]>,
  /** As `loguniform`, with the values themselves as bounds. */
  log: numeric(numericKinds.log) as Numeric<[low: number, high: number]>,
  /** As `qloguniform`, with the values themselves as bounds. */
  qlog: numeric(numericKinds.qlog) as Numeric<[low: number, high: number, q: number]>,
  /** Normally distributed, without bounds. */
  normal: numeric(numericKinds.normal) as Numeric<[mu: number, sigma: number]>,
  /** Normally distributed, rounded to a multiple of `q`. */
  qnormal: numeric(numericKinds.qnormal) as Numeric<[mu: number, sigma: number, q: number]>,
  /** exp of a normally distributed number. */
  lognormal: numeric(numericKinds.lognormal) as Numeric<[mu: number, sigma: number]>,
  /** exp of a normally distributed number, rounded to a multiple of `q`. */
  qlognormal: numeric(numericKinds.qlognormal) as Numeric<[mu: number, sigma: number, q: number]>,
  /** Integers from 0 to `upper - 1`, or from `low` to `high - 1`. */
  randint: numeric(numericKinds.randint) as Numeric<[upper: number]> & Numeric<[low: number, high: number]>,
  /** One of several options, equally likely. Parameters inside an option are active only when it is chosen. */
  choice: choice as Choice,
  /** One of several options, each with its probability; they sum to 1. */
  pchoice: pchoice as PChoice,
};
