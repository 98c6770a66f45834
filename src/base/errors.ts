/** Every way this product refuses or fails. Callers branch on the code, people read the message. */
export type SweepErrorCode =
  /** An argument, option or flag has a value outside what is documented. */
  | "bad-argument"
  /** A search space, or a value for it, breaks a rule of the space. */
  | "bad-space"
  /** A space file cannot be read or has issues (listed in `issues`). */
  | "bad-space-file"
  /** The thing asked for (sweep, trial, run, experiment, model, file) does not exist. */
  | "not-found"
  /** It exists already, or exists in a state that forbids the action. */
  | "conflict"
  /** Another live process owns the sweep. */
  | "owned-elsewhere"
  /** The command cannot be started: not found, not executable, bad working directory. */
  | "command-not-startable"
  /** The store cannot be opened, read or written (permissions, disk full, damaged). */
  | "store-unusable"
  /** The store was written by a newer version of this product. */
  | "store-too-new"
  /** The objective threw, or returned something that is no result. */
  | "bad-objective"
  /** No trial has finished with a usable loss. */
  | "no-best-trial"
  /** Ended by a signal or an AbortSignal before it was done. */
  | "interrupted"
  /** A defect in this product; never the user's doing. */
  | "internal";

/** One rule broken in an input, located as well as the input allows. Lines and columns count from 1. */
export interface Issue {
  /** Dotted path inside the input, `space.learning_rate.loguniform`; empty for the whole. */
  readonly path: string;
  /** What is wrong, which value, what was expected. */
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The one error class that leaves this package on purpose. */
export class SweepError extends Error {
  override readonly name = "SweepError";
  readonly code: SweepErrorCode;
  /** All problems found in an input, when the input was a document. */
  readonly issues: readonly Issue[];

  constructor(code: SweepErrorCode, message: string, options: { cause?: unknown; issues?: readonly Issue[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
  }
}

/** Text of anything thrown, for messages that quote a cause. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** What a parser of untrusted input returns: the value, or every issue found. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };
