import { randomInt } from "node:crypto";
import { SweepError } from "../../base/index.js";
import {
  type RestoredTrial,
  type Space,
  type SpaceDefinition,
  Study,
  Trials,
  type Values,
} from "../../search/index.js";
import type { SweepLimits } from "../controller/tally.js";
import type { TrialRecord } from "../store/trial-store.js";
import type { ObjectiveFunction } from "./function-executor.js";
import { checkEnd, type EarlyStop, type FminOptions } from "./options.js";

/** A search that is ready to run, its options checked and their types, which were for the caller, gone. */
export interface PreparedSearch {
  readonly study: Study;
  readonly objective: ObjectiveFunction;
  /** Gets every trial that ends. */
  readonly trials: Trials;
  /** What `trials` held before. */
  readonly earlier: readonly TrialRecord[];
  readonly limits: SweepLimits;
  readonly earlyStop: EarlyStop | undefined;
  readonly catchErrors: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The name under which the loss is recorded. */
const METRIC = { name: "loss", goal: "minimize", take: "last" } as const;

/** @throws SweepError `bad-space`, `bad-argument` */
export function prepareSearch<S extends SpaceDefinition>(options: FminOptions<S>): PreparedSearch {
  const { seed = randomInt(2 ** 31), trials = new Trials(), pointsToEvaluate = [], catchErrors = false } = options;
  const definition: SpaceDefinition = options.space;
  const study: Study = new Study({ space: definition, algo: options.algo, seed });
  checkEnd(options, study.space);
  const earlier = trials.open(study.space);
  enqueue(study, pointsToEvaluate, earlier);
  return {
    study,
    objective: options.objective as ObjectiveFunction,
    trials,
    earlier: earlier.map(recordOf),
    limits: limitsOf(options),
    earlyStop: options.earlyStop,
    catchErrors,
    signal: options.signal,
  };
}

function limitsOf<S extends SpaceDefinition>(options: FminOptions<S>): SweepLimits {
  const { maxEvals = null, parallel = 1, timeout = null, lossThreshold = null } = options;
  return {
    metric: METRIC,
    maxEvals,
    parallel,
    timeoutMs: timeout,
    lossThreshold,
    patience: null,
    // An objective may say of any number of points that they fail.
    maxFailures: Number.MAX_SAFE_INTEGER,
  };
}

/** Has the study propose the points that have not been tried yet. */
function enqueue(study: Study, points: readonly object[], earlier: readonly RestoredTrial[]): void {
  const tried = new Set(earlier.map(({ values }) => study.space.keyOf(values)));
  for (const [index, point] of points.entries()) {
    const key = study.space.keyOf(valuesOf(study.space, point, index));
    if (!tried.has(key)) study.enqueue(point as Parameters<Study["enqueue"]>[0]);
  }
}

function valuesOf(space: Space, point: object, index: number): Values {
  try {
    return space.valuesOf(point);
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    const { code, issues, message } = error;
    throw new SweepError(code, `pointsToEvaluate[${index}]: ${message}`, { cause: error, issues });
  }
}

/** An earlier trial as a controller goes on from it. It has no run here: whatever recorded it is not this search. */
function recordOf({ number, params, values, loss, failed, told }: RestoredTrial): TrialRecord {
  return {
    number,
    params,
    values,
    watermark: 0,
    runId: "",
    state: failed ? "failed" : "complete",
    reason: null,
    attempt: 1,
    loss,
    value: loss,
    result: {},
    told,
    worker: null,
    startedAtMs: null,
    endedAtMs: null,
    durationMs: null,
  };
}
