import { inspect } from "node:util";
import { type Issue, SweepError } from "../../base/index.js";
import {
  nearestName,
  type ParamsOf,
  type Pruner,
  type Sampler,
  type SpaceDefinition,
  Trials,
} from "../../search/index.js";
import { PARALLEL_LIMIT } from "../spec.js";
import type { FminTrial } from "./fmin-trial.js";
import type { ObjectiveReturn } from "./objective-result.js";

/**
 * What `fmin` searches and how.
 *
 * @typeParam S the space as written; the objective's params and the best point have their types from it
 */
export interface FminOptions<S extends SpaceDefinition> {
  readonly space: S;
  /**
   * The function to minimise. What it returns is a loss, or a result with one. One that throws, or returns anything else,
   * ends the search unless `catchErrors`.
   */
  readonly objective: (params: ParamsOf<S>, trial: FminTrial) => ObjectiveReturn | Promise<ObjectiveReturn>;
  /** How points are proposed: `auto()` (default), `gp()`, `tpe()`, `rand()`, `qmc()`, `grid()`, `anneal()`, `mix()`. */
  readonly algo?: Sampler | undefined;
  /** Trials in all, those already in `trials` and those of `pointsToEvaluate` included. A positive integer. */
  readonly maxEvals?: number | undefined;
  /** Milliseconds from the call; what runs then is cancelled. Above 0. */
  readonly timeout?: number | undefined;
  /** The search ends once a trial has a loss at or below this. */
  readonly lossThreshold?: number | undefined;
  /** Where results are kept, and what to go on from: a search with trials of an earlier one continues it. */
  readonly trials?: Trials | undefined;
  /** The same seed gives the same search, as long as trials run one at a time. Any integer; default: a random one. */
  readonly seed?: number | undefined;
  /** Trials at once, for objectives that wait for something. At most 1000; default 1. */
  readonly parallel?: number | undefined;
  /**
   * Points to try first, as the objective sees them; constants of the space may be left out. Those that `trials` hold
   * already are not tried again.
   */
  readonly pointsToEvaluate?: readonly Partial<ParamsOf<S>>[] | undefined;
  /**
   * Asked after every trial. It gets what it returned as `state` the last time, spread, so that it can count.
   * `noProgressLoss(n)` is one.
   */
  readonly earlyStop?: EarlyStop | undefined;
  /**
   * Decides on the curves that objectives `report` which trials are not worth going on with: `pruners.median()` and others.
   * An objective asks with `trial.shouldPrune()`. Curves of an earlier call are not known. Default: none ever is.
   */
  readonly pruner?: Pruner | undefined;
  /** `true`: a trial whose objective throws has failed, and the search goes on. */
  readonly catchErrors?: boolean | undefined;
  /** One live line on stderr. Default: when that is a terminal. */
  readonly showProgress?: boolean | undefined;
  /** Aborting it interrupts the search: what runs is cancelled, and `fmin` rejects with `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /** Where runs are recorded, `sqlite:///path`; `false`: nowhere. Default: `SWEEP_TRACKING_URI`, or `.sweep/sweep.db`. */
  readonly tracking?: string | false | undefined;
  /** The sweep's name. Default: the experiment's. */
  readonly name?: string | undefined;
  /** Default: the name, or `fmin`. */
  readonly experiment?: string | undefined;
  /**
   * Registered model that gets the best trial's model as a new version; `false`: none. Default: the experiment's name,
   * if a trial logs a model.
   */
  readonly register?: string | false | undefined;
  /** `true`: the best point in hyperopt's raw form, label to drawn value (a choice's index). */
  readonly returnArgmin?: boolean | undefined;
}

/**
 * Whether to stop, and the arguments for the next call.
 *
 * Taken from a method, because only those may declare narrower parameters: the state is whatever the function itself
 * returned last, which no type of ours can know.
 */
export type EarlyStop = {
  earlyStop(trials: Trials, ...state: readonly unknown[]): readonly [stop: boolean, state?: readonly unknown[]];
}["earlyStop"];

interface Rule {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const FLAG: Rule = { expected: "true or false", holds: (value) => typeof value === "boolean" };
const NAME: Rule = { expected: "a name", holds: isName };
const COUNT: Rule = {
  expected: "a positive integer",
  holds: (value) => Number.isSafeInteger(value) && Number(value) > 0,
};

const RULES: Readonly<Record<keyof FminOptions<SpaceDefinition>, Rule>> = {
  // The space's compiler says more about it than a rule could.
  space: { expected: "a search space", holds: (value) => value !== undefined },
  objective: { expected: "a function", holds: isFunction },
  algo: { expected: "an algorithm: auto(), gp(), tpe(), grid(), …", holds: (value) => hasFunction(value, "suggest") },
  maxEvals: COUNT,
  timeout: { expected: "milliseconds above 0", holds: (value) => isNumber(value) && value > 0 },
  lossThreshold: { expected: "a number", holds: isNumber },
  trials: { expected: "a Trials", holds: (value) => value instanceof Trials },
  seed: { expected: "an integer", holds: Number.isSafeInteger },
  parallel: {
    expected: `an integer from 1 to ${PARALLEL_LIMIT}`,
    holds: (value) => COUNT.holds(value) && Number(value) <= PARALLEL_LIMIT,
  },
  pointsToEvaluate: { expected: "an array of points", holds: Array.isArray },
  earlyStop: { expected: "a function", holds: isFunction },
  pruner: { expected: "a pruner: pruners.median(), …", holds: (value) => hasFunction(value, "judge") },
  catchErrors: FLAG,
  showProgress: FLAG,
  signal: { expected: "an AbortSignal", holds: (value) => value instanceof AbortSignal },
  tracking: { expected: "a store's URI, or false", holds: (value) => value === false || isName(value) },
  name: NAME,
  experiment: NAME,
  register: { expected: "a name, or false", holds: (value) => value === false || isName(value) },
  returnArgmin: FLAG,
};

/**
 * Checks all options at once. One given as `undefined` counts as left out.
 *
 * @throws SweepError `bad-argument` with every issue
 */
export function checkOptions(given: object): void {
  if (typeof given !== "object" || given === null) {
    throw new SweepError("bad-argument", `fmin takes an object of options, got ${String(given)}.`);
  }
  const options: Readonly<Record<string, unknown>> = { ...given };
  const issues = [...unknownNames(options), ...brokenRules(options)];
  if (issues.length === 0) return;
  const message = issues
    .map((issue) => (issue.path === "" ? issue.message : `${issue.path}: ${issue.message}`))
    .join("; ");
  throw new SweepError("bad-argument", `fmin can't start: ${message}.`, { issues });
}

/**
 * Refuses a search that nothing would end.
 *
 * @throws SweepError `bad-argument`
 */
export function checkEnd(
  { maxEvals, timeout, lossThreshold, earlyStop, signal }: Partial<Record<Limit, unknown>>,
  study: { readonly size: number | null },
): void {
  const limits = [maxEvals, timeout, lossThreshold, earlyStop, signal];
  if (study.size !== null || limits.some((limit) => limit !== undefined)) return;
  const message = "nothing would end this search: give maxEvals, timeout, lossThreshold, earlyStop or signal";
  throw new SweepError("bad-argument", `fmin can't start: ${message}.`, { issues: [{ path: "maxEvals", message }] });
}

type Limit = "maxEvals" | "timeout" | "lossThreshold" | "earlyStop" | "signal";

function unknownNames(options: object): Issue[] {
  const known = Object.keys(RULES);
  return Object.keys(options)
    .filter((name) => !Object.hasOwn(RULES, name))
    .map((name) => {
      const near = nearestName(name, known);
      return { path: name, message: near === null ? "unknown option" : `unknown option; did you mean "${near}"?` };
    });
}

function brokenRules(options: Readonly<Record<string, unknown>>): Issue[] {
  return Object.entries(RULES).flatMap(([path, { expected, holds }]) => {
    const value = options[path];
    const isFine = value === undefined ? path !== "space" && path !== "objective" : holds(value);
    return isFine
      ? []
      : [{ path, message: `expected ${expected}, got ${inspect(value, { depth: 0, breakLength: 80 })}` }];
  });
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function hasFunction(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && isFunction((value as Readonly<Record<string, unknown>>)[name]);
}
