import type { AttemptRef, Outcome } from "../../workers/index.js";
import type { TrialRecord } from "../store/trial-store.js";

/** What a person should read about a settled trial; `null` for one that went as it should. */
export function describeSettled(trial: TrialRecord, outcome: Outcome): string | null {
  if (trial.state === "failed") return `Trial ${trial.number} failed: ${trial.reason}${lastWords(outcome)}`;
  if (trial.state === "no_result") return `Trial ${trial.number} has no result: ${trial.reason}`;
  if (trial.reason === "diverged") return `Trial ${trial.number} diverged: its result is ${trial.value}`;
  return null;
}

export function describeRequeue(ref: AttemptRef, outcome: Outcome, delayMs: number): string {
  const reason = "reason" in outcome ? outcome.reason : outcome.state;
  const wait = delayMs > 0 ? ` in ${Math.ceil(delayMs / 1000)} s` : "";
  return `Trial ${ref.trialNumber} runs again${wait} (attempt ${ref.attempt}): ${reason}${lastWords(outcome)}`;
}

function lastWords(outcome: Outcome): string {
  const tail = outcome.state === "failed" ? outcome.stderrTail.trimEnd() : "";
  return tail === "" ? "" : `\n${tail}`;
}
