import type { SweepErrorCode } from "../base/index.js";
import type { SweepSummary } from "../sweep/index.js";

/** What the process tells its caller. Documented in the README; scripts rely on it. */
export const exitCodes = {
  /** The sweep finished with a best trial, or the command did what it was asked. */
  ok: 0,
  /** The sweep finished without a best trial, or was stopped by failures; `doctor` found something broken. */
  failed: 1,
  /** Bad usage, bad file, unusable store, command not found. */
  usage: 2,
  /** The sweep is owned by another live process. */
  ownedElsewhere: 3,
  /** Interrupted; resumable. */
  interrupted: 130,
} as const;

const byError: Readonly<Record<SweepErrorCode, number>> = {
  "bad-argument": exitCodes.usage,
  "bad-space": exitCodes.usage,
  "bad-space-file": exitCodes.usage,
  "not-found": exitCodes.usage,
  conflict: exitCodes.usage,
  "owned-elsewhere": exitCodes.ownedElsewhere,
  "command-not-startable": exitCodes.usage,
  "store-unusable": exitCodes.usage,
  "store-too-new": exitCodes.usage,
  "bad-objective": exitCodes.failed,
  "no-best-trial": exitCodes.failed,
  interrupted: exitCodes.interrupted,
  internal: exitCodes.failed,
};

export function exitCodeOfError(code: SweepErrorCode): number {
  return byError[code];
}

export function exitCodeOfSweep({ state, best }: SweepSummary): number {
  if (state === "interrupted") return exitCodes.interrupted;
  return state === "failed" || best === null ? exitCodes.failed : exitCodes.ok;
}
