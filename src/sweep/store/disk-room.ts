import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../base/index.js";

export interface RoomRules {
  /** Told each time the disk was found full. */
  readonly onFull: (message: string) => void;
  /** Whether to let the error out instead of trying again. */
  readonly giveUp: () => boolean;
  readonly retryMs: number;
}

/** Tries a step until the disk has room for it: a result is never lost to a full disk. Other errors pass. */
export async function retryWhileFull<T>(step: () => Promise<T>, rules: RoomRules): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isDiskFull(error) || rules.giveUp()) throw error;
      rules.onFull(messageOf(error));
      await delay(rules.retryMs);
    }
  }
}

function isDiskFull(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && (cause.code === "ENOSPC" || cause.code === "SQLITE_FULL")) return true;
  }
  return false;
}
