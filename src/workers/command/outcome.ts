import type { Outcome } from "../protocol/protocol.js";
import type { MetricStream } from "../reporting/metric-stream.js";
import type { CommandEnd } from "./frames.js";
import { lastLines } from "./last-lines.js";
import { explainStartFailure, type StartError } from "./start-failure.js";

/** EX_TEMPFAIL of sysexits.h: the command asks to be run again, elsewhere. */
const TRY_AGAIN_CODE = 75;
const MOST_SEEN = 100;

/** Why an attempt was ended from outside. */
export interface Cause {
  readonly state: "cancelled" | "failed";
  readonly reason: string;
}

/** All that decides how an attempt ended. */
export interface EndFacts {
  readonly end: CommandEnd;
  /** `null`: it ended by itself. */
  readonly cause: Cause | null;
  readonly words: readonly string[];
  /** Where commands are looked for. */
  readonly path: string | null;
  readonly cwd: string;
  readonly metrics: Pick<MetricStream, "objectiveValue" | "seen">;
  readonly stderrFile: string;
  /** Whether the kernel has killed for want of memory since it was last asked. */
  readonly wasOutOfMemory: () => boolean;
}

type WithoutFacts<T> = T extends unknown ? Omit<T, "startedAtMs" | "durationMs" | "outputDirectory" | "logs"> : never;

/** The part of an outcome that differs from state to state. */
export type Verdict = WithoutFacts<Outcome>;

export function outcomeOf(facts: EndFacts): Verdict {
  const { end, cause } = facts;
  if (cause?.state === "cancelled") return { state: "cancelled", reason: cause.reason };
  if (end.kind === "not-started") return notStarted(facts, end.error);
  if (end.kind === "lost") return { state: "again", reason: "the process that watches over commands died" };
  if (cause !== null) return failed(facts, cause.reason, end.code);
  if (end.signal !== null) return failed(facts, killedBy(end.signal, facts), null);
  if (end.code === TRY_AGAIN_CODE) return { state: "again", reason: `exit code ${TRY_AGAIN_CODE}` };
  if (end.code !== 0) return failed(facts, `exit code ${end.code}`, end.code);
  return ranWell(facts);
}

function ranWell({ metrics }: EndFacts): Verdict {
  const value = metrics.objectiveValue;
  if (value !== null) return { state: "complete", value, result: {} };
  return { state: "no_result", seen: Object.fromEntries(Object.entries(metrics.seen).slice(0, MOST_SEEN)) };
}

function notStarted(facts: EndFacts, error: StartError): Verdict {
  const { reason, isLasting } = explainStartFailure(error, facts);
  return isLasting ? { state: "not_startable", reason } : { state: "failed", reason, exitCode: null, stderrTail: "" };
}

function failed(facts: EndFacts, reason: string, exitCode: number | null): Verdict {
  return { state: "failed", reason, exitCode, stderrTail: lastLines(facts.stderrFile) };
}

function killedBy(signal: NodeJS.Signals, { wasOutOfMemory }: EndFacts): string {
  const hint = signal === "SIGKILL" && wasOutOfMemory() ? " (out of memory)" : "";
  return `killed by ${signal}${hint}`;
}
