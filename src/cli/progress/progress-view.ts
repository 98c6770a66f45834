import type { SweepEvent } from "../../sweep/index.js";

/** Shows a running sweep to a person. Three ways: a live line, plain lines, nothing. */
export interface ProgressView {
  onEvent(event: SweepEvent): void;
  /** Says something at once, above whatever is live. */
  say(text: string): void;
  /** Removes what is live. */
  close(): void;
}

export const silentView: ProgressView = { onEvent: () => {}, say: () => {}, close: () => {} };
