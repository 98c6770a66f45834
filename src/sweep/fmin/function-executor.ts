import { setImmediate as nextTurn } from "node:timers/promises";
import { type Json, type JsonObject, messageOf, SweepError } from "../../base/index.js";
import type { Assignment, AttemptRef, ExecutionContext, Executor, Outcome, StopReason } from "../../workers/index.js";
import type { FminTrial } from "./fmin-trial.js";
import { judgeResult } from "./objective-result.js";
import { createTrialContext, type TrialContext } from "./trial-context.js";

/** An objective without its types: it gets the params as stored and may return anything, or a promise of it. */
export type ObjectiveFunction = (params: JsonObject, trial: FminTrial) => unknown;

export interface FunctionExecutorOptions {
  readonly objective: ObjectiveFunction;
  /** Where an attempt's copied files wait for its end; `null`: nothing an attempt records is kept. */
  readonly scratch: ((ref: AttemptRef) => string) | null;
  /** Hears of every objective that threw or returned no result, before its attempt ends. */
  readonly onError: (error: SweepError) => void;
}

/** The part of an outcome that says how it ended. */
type Ending = Outcome extends infer Each ? (Each extends Outcome ? Omit<Each, keyof Span> : never) : never;
type Span = Pick<Outcome, "startedAtMs" | "durationMs" | "outputDirectory" | "logs">;

/** After this long without one, a trial first gives timers, signals and sockets a turn. */
const TURN_AFTER_MS = 10;

const STOPPED = Symbol("stopped");

/** Runs attempts by calling a function of this process. */
export class FunctionExecutor implements Executor {
  readonly #options: FunctionExecutorOptions;
  #lastTurnMs = performance.now();

  constructor(options: FunctionExecutorOptions) {
    this.#options = options;
  }

  async execute(assignment: Assignment, context: ExecutionContext): Promise<Outcome> {
    const startedAtMs = Date.now();
    const start = performance.now();
    if (start - this.#lastTurnMs > TURN_AFTER_MS) await this.#takeTurn();
    const scratch = this.#options.scratch?.(assignment.ref) ?? null;
    const recorder = createTrialContext(assignment, context, scratch);
    const ending = await this.#evaluate(assignment, recorder);
    if (ending.state === "complete") recorder.conclude(ending.value);
    const durationMs = performance.now() - start;
    return { startedAtMs, durationMs, outputDirectory: recorder.outputDirectory(), logs: {}, ...ending };
  }

  /** Objectives that never wait would otherwise starve a time limit and Ctrl-C. */
  async #takeTurn(): Promise<void> {
    await nextTurn();
    this.#lastTurnMs = performance.now();
  }

  async #evaluate({ ref, params }: Assignment, recorder: TrialContext): Promise<Ending> {
    const { trial } = recorder;
    try {
      const returned = this.#options.objective(copyOf(params), trial);
      const settled = isThenable(returned) ? await unlessStopped(returned, trial.signal) : returned;
      if (settled === STOPPED) return cancelled(recorder);
      const judgement = judgeResult(settled, ref.trialNumber);
      if (recorder.hasCopies) await recorder.settle();
      return judgement.kind === "ok"
        ? { state: "complete", value: judgement.loss, result: judgement.extra }
        : { ...failed("the objective returned status fail"), result: judgement.extra };
    } catch (thrown) {
      // An objective that honours its signal by throwing was stopped; it did not fail.
      if (trial.signal.aborted) return cancelled(recorder);
      this.#options.onError(asSweepError(thrown, ref.trialNumber));
      return failed(messageOf(thrown));
    }
  }
}

/** Objectives may change what they are given, hyperopt's often do; the trial's params are to stay as they are. */
function copyOf(params: JsonObject): JsonObject {
  const copy: Record<string, Json> = {};
  for (const key of Object.keys(params)) copy[key] = copyOfItem(params[key] ?? null);
  return copy;
}

function copyOfItem(value: Json): Json {
  if (Array.isArray(value)) return value.map(copyOfItem);
  return isObject(value) ? copyOf(value) : value;
}

/** What the promise resolves to, or `STOPPED` as soon as the signal aborts: it may never settle. */
function unlessStopped(promise: PromiseLike<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(STOPPED);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    // A settlement after the abort finds this promise resolved, so a late rejection is dropped here, on purpose.
    Promise.resolve(promise)
      .then(resolve, reject)
      .then(() => signal.removeEventListener("abort", stop));
  });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

async function cancelled({ trial, settle }: TrialContext): Promise<Ending> {
  // Files on their way are let arrive, so that nothing is put away half copied; that one is missing changes nothing now.
  await settle().catch(() => {});
  return { state: "cancelled", reason: (trial.signal.reason as StopReason).reason };
}

function failed(reason: string): Ending & { state: "failed" } {
  return { state: "failed", reason, exitCode: null, stderrTail: "" };
}

function asSweepError(thrown: unknown, trialNumber: number): SweepError {
  if (thrown instanceof SweepError && thrown.code === "bad-objective") return thrown;
  const message = `The objective of trial ${trialNumber} threw: ${messageOf(thrown)}`;
  return new SweepError("bad-objective", message, { cause: thrown });
}
