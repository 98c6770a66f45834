import type { AttemptRef } from "../protocol/protocol.js";

/**
 * Delivers "this attempt is due" from the controller to workers, and nothing more: the store is the truth, a broker may
 * forget everything, and a job may be delivered twice. One suite for all (`test/contracts/broker.ts`).
 */
export interface Broker {
  /** Makes attempts available to consumers. Adding one that is there already changes nothing. */
  enqueue(refs: readonly AttemptRef[]): Promise<void>;
  /**
   * Hands out jobs, oldest first, at most `slots` at a time. A job is done when `handle` settles, whichever way; one
   * whose consumer dies first is delivered again.
   */
  consume(options: { slots: number; handle: (ref: AttemptRef) => Promise<void> }): Consumer;
  /** Those of `refs` that are neither waiting nor in a consumer's hands: what a reconciler has to put back. */
  missing(refs: readonly AttemptRef[]): Promise<readonly AttemptRef[]>;
  close(): Promise<void>;
}

export interface Consumer {
  /** Takes no further jobs; resolves when those in hand have settled. */
  close(): Promise<void>;
}
