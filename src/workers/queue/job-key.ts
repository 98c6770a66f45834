import type { AttemptRef } from "../protocol/protocol.js";

/** One text per attempt, for maps. */
export function jobKey({ sweepId, trialNumber, attempt }: AttemptRef): string {
  return `${sweepId}/${trialNumber}/${attempt}`;
}
