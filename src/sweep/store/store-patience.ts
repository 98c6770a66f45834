import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../base/index.js";

export interface Patience {
  /** Told each time that a step could not be taken yet, and why. */
  readonly onBlocked: (message: string) => void;
  /** Whether to let the error out instead of trying again. */
  readonly giveUp: () => boolean;
  readonly retryMs: number;
}

/** Tries a step until nothing is in its way: a result is never lost to a full disk or a locked file. Other errors pass. */
export async function retryWhileBlocked<T>(step: () => Promise<T>, patience: Patience): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isBlocked(error) || patience.giveUp()) throw error;
      patience.onBlocked(messageOf(error));
      await delay(patience.retryMs);
    }
  }
}

/** Whether a step failed for something that passes: no room on the disk, or another process that holds the file. */
export function isBlocked(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && /^(ENOSPC|SQLITE_(FULL|BUSY|LOCKED).*)$/.test(String(cause.code))) return true;
  }
  return false;
}
