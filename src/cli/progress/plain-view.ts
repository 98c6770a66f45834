import { type Clock, systemClock } from "../../base/index.js";
import type { Progress, SweepEvent, TrialRecord } from "../../sweep/index.js";
import { endedCount } from "../output/states.js";
import type { Terminal } from "../output/terminal.js";
import { plain } from "../output/text.js";
import { bestLine, progressPieces } from "./progress-text.js";
import type { ProgressView } from "./progress-view.js";

/** A line after every tenth of the trials, and for slow sweeps at least one in this time if anything ended. */
const QUIET_MS = 10_000;
const STEPS = 10;

/** Progress for logs and pipes: one line per new best and per tenth, no control codes. */
export class PlainView implements ProgressView {
  readonly #terminal: Terminal;
  readonly #metric: string;
  readonly #clock: Clock;
  readonly #startMs: number;
  #endedAtStart: number | null = null;
  #shownEnded = 0;
  #shownMs: number;
  #best: TrialRecord | null = null;

  constructor(terminal: Terminal, metric: string, clock: Clock = systemClock) {
    this.#terminal = terminal;
    this.#metric = metric;
    this.#clock = clock;
    this.#startMs = this.#shownMs = clock.monotonic();
  }

  onEvent(event: SweepEvent): void {
    switch (event.kind) {
      case "notice":
        this.say(event.level === "warning" ? `warning: ${event.message}` : event.message);
        break;
      case "new-best":
        this.say(bestLine(event.trial, this.#best, { metric: this.#metric, screen: this.#terminal.err }));
        this.#best = event.trial;
        this.#follow(event.progress);
        break;
      case "progress":
        this.#follow(event.progress);
    }
  }

  say(text: string): void {
    this.#terminal.errorLine(text.split("\n").map(plain).join("\n"));
  }

  close(): void {}

  #follow(progress: Progress): void {
    const ended = endedCount(progress.counts);
    this.#endedAtStart ??= this.#shownEnded = ended;
    const now = this.#clock.monotonic();
    const step = Math.max(1, Math.floor((progress.total ?? Number.POSITIVE_INFINITY) / STEPS));
    const due = ended - this.#shownEnded >= step || (ended > this.#shownEnded && now - this.#shownMs >= QUIET_MS);
    if (!due) return;
    this.#shownEnded = ended;
    this.#shownMs = now;
    const pace = { endedAtStart: this.#endedAtStart, elapsedMs: now - this.#startMs };
    this.say(progressPieces(progress, pace, this.#terminal.err).join("  "));
  }
}
