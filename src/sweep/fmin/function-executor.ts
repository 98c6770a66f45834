import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type JsonObject, messageOf, SweepError } from "../../base/index.js";
import type { Assignment, ExecutionContext, Executor, Outcome, StopReason } from "../../workers/index.js";
import { judgeResult } from "./objective-result.js";
import { createTrialContext, type FminTrial, type TrialContext } from "./trial-context.js";

/** An objective without its types: it gets the params as stored and may return anything, or a promise of it. */
export type ObjectiveFunction = (params: JsonObject, trial: FminTrial) => unknown;

export interface FunctionExecutorOptions {
  readonly objective: ObjectiveFunction;
  /** Folder below which an attempt's copied files wait for its end; `null`: nothing is kept of them. */
  readonly scratch: string | null;
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
    const recorder = createTrialContext(assignment, context, this.#scratchOf(assignment));
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

  #scratchOf({ ref }: Assignment): string | null {
    const { scratch } = this.#options;
    return scratch === null ? null : join(scratch, `${ref.trialNumber}-${ref.attempt}`);
  }

  async #evaluate({ ref, params }: Assignment, context: TrialContext): Promise<Ending> {
    const { signal } = context.trial;
    try {
      const returned = await unlessStopped(() => this.#options.objective(params, context.trial), signal);
      if (returned === STOPPED) return cancelled(signal);
      const judgement = judgeResult(returned, ref.trialNumber);
      await context.settle();
      return judgement.kind === "ok"
        ? { state: "complete", value: judgement.loss, result: judgement.extra }
        : failed("the objective returned status fail");
    } catch (thrown) {
      // An objective that honours its signal by throwing was stopped; it did not fail.
      if (signal.aborted) return cancelled(signal);
      this.#options.onError(asSweepError(thrown, ref.trialNumber));
      return failed(messageOf(thrown));
    }
  }
}

/** What `call` returns or resolves to, or `STOPPED` as soon as the signal aborts: a promise may never settle. */
async function unlessStopped(call: () => unknown, signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return STOPPED;
  const returned = call();
  if (!isThenable(returned)) return returned;
  return new Promise((resolve, reject) => {
    const stop = () => resolve(STOPPED);
    signal.addEventListener("abort", stop, { once: true });
    // A settlement after the abort finds this promise resolved, so a late rejection is dropped here, on purpose.
    Promise.resolve(returned)
      .then(resolve, reject)
      .then(() => signal.removeEventListener("abort", stop));
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function cancelled(signal: AbortSignal): Ending {
  return { state: "cancelled", reason: (signal.reason as StopReason).reason };
}

function failed(reason: string): Ending {
  return { state: "failed", reason, exitCode: null, stderrTail: "" };
}

function asSweepError(thrown: unknown, trialNumber: number): SweepError {
  if (thrown instanceof SweepError && thrown.code === "bad-objective") return thrown;
  const message = `The objective of trial ${trialNumber} threw: ${messageOf(thrown)}`;
  return new SweepError("bad-objective", message, { cause: thrown });
}
