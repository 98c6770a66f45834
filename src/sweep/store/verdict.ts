import type { JsonObject } from "../../base/index.js";
import type { Outcome } from "../../workers/index.js";
import type { TrialState } from "./trial-store.js";

/** How an attempt can have ended, as stored. `lost`: with its worker or controller, unheard of since. */
export type AttemptEnd = "ok" | "failed" | "cancelled" | "again" | "lost";

/** How an attempt ended: in its worker's words, or not at all. */
export type Ending = Outcome | { readonly state: "lost" };

/** What became of the trial's attempts before this one. */
export interface Past {
  readonly failed: number;
  readonly again: number;
  readonly lost: number;
}

/** What an attempt's end means for its trial. */
export type Verdict =
  | {
      readonly kind: "settle";
      readonly attempt: AttemptEnd;
      readonly state: TrialState;
      readonly reason: string | null;
      /** The objective in its own unit; `null` when the trial has none. */
      readonly value: number | null;
    }
  | { readonly kind: "requeue"; readonly attempt: AttemptEnd; readonly reason: string; readonly delayMs: number };

/** Why an attempt ended of which nobody heard. */
export const LOST = "lost with its worker";

/** Attempts lost without a fault of theirs run again, but not for ever: the trial itself may be what kills the machine. */
const LOST_AT_MOST = 3;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/**
 * Decides whether a trial is settled by the end of its newest attempt or gets another one.
 *
 * @param rules.retries further attempts after failed ones
 */
export function judge(ending: Ending, past: Past, rules: { retries: number; metric: string }): Verdict {
  switch (ending.state) {
    case "complete":
      return settle("ok", "complete", Number.isFinite(ending.value) ? null : "diverged", ending.value);
    case "no_result":
      return settle("ok", "no_result", `no ${rules.metric} ${describeSeen(ending.seen)}`);
    case "cancelled":
      return settle("cancelled", "cancelled", ending.reason);
    case "failed":
      if (past.failed < rules.retries) return requeue("failed", ending.reason);
      return settle("failed", "failed", ending.reason);
    case "again":
      return requeue("again", ending.reason, Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** past.again));
    case "not_startable":
      return requeue("again", ending.reason);
    case "lost":
      if (past.lost < LOST_AT_MOST) return requeue("lost", LOST);
      return settle("lost", "failed", `${LOST} ${past.lost + 1} times`);
  }
}

function settle(attempt: AttemptEnd, state: TrialState, reason: string | null, value: number | null = null): Verdict {
  return { kind: "settle", attempt, state, reason, value };
}

function requeue(attempt: AttemptEnd, reason: string, delayMs = 0): Verdict {
  return { kind: "requeue", attempt, reason, delayMs };
}

/** What a function objective returned besides its loss; empty for commands. */
export function resultOf(ending: Ending): JsonObject {
  return ending.state === "complete" || ending.state === "failed" ? (ending.result ?? {}) : {};
}

const SHOWN_AT_MOST = 12;

/** What there was besides the metric: `among mae=4.1, r2=0.5`. */
function describeSeen(seen: Readonly<Record<string, number>>): string {
  const all = Object.entries(seen).map(([name, value]) => `${name}=${value}`);
  if (all.length === 0) return "and nothing else that looks like a metric";
  const more = all.length - SHOWN_AT_MOST;
  return `among ${all.slice(0, SHOWN_AT_MOST).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
