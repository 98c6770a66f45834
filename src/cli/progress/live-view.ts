import { createLogUpdate } from "log-update";
import type { Progress, SweepEvent, TrialRecord } from "../../sweep/index.js";
import { endedCount } from "../output/states.js";
import type { Terminal } from "../output/terminal.js";
import { plain } from "../output/text.js";
import { bestLine, liveLine } from "./progress-text.js";
import type { ProgressView } from "./progress-view.js";

/** Redrawn at most so often; a sweep may report thousands of trials a second. */
const REDRAW_MS = 100;

/** Progress on a terminal: one line that lives, permanent lines for new bests and notices above it. */
export class LiveView implements ProgressView {
  readonly #terminal: Terminal;
  readonly #metric: string;
  readonly #draw = createLogUpdate(process.stderr);
  readonly #startMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #progress: Progress | null = null;
  #endedAtStart = 0;
  #best: TrialRecord | null = null;

  constructor(terminal: Terminal, metric: string) {
    this.#terminal = terminal;
    this.#metric = metric;
    this.#timer = setInterval(() => this.#redraw(), REDRAW_MS);
    this.#timer.unref();
  }

  onEvent(event: SweepEvent): void {
    switch (event.kind) {
      case "notice":
        this.#notice(event.level, event.message);
        break;
      case "new-best":
        this.#follow(event.progress);
        this.#draw.persist(bestLine(event.trial, this.#best, { metric: this.#metric, screen: this.#screen() }));
        this.#best = event.trial;
        break;
      case "progress":
        this.#follow(event.progress);
    }
  }

  say(text: string): void {
    this.#draw.persist(text.split("\n").map(plain).join("\n"));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#draw.clear();
    this.#draw.done();
  }

  #follow(progress: Progress): void {
    if (this.#progress === null) this.#endedAtStart = endedCount(progress.counts);
    this.#progress = progress;
  }

  #notice(level: "info" | "warning", message: string): void {
    const text = message.split("\n").map(plain).join("\n");
    const { colors } = this.#terminal.err;
    this.#draw.persist(level === "warning" ? `${colors.yellow("warning:")} ${text}` : colors.dim(text));
  }

  #redraw(): void {
    if (this.#progress === null) return;
    const pace = { endedAtStart: this.#endedAtStart, elapsedMs: performance.now() - this.#startMs };
    this.#draw(liveLine(this.#progress, pace, this.#screen()));
  }

  /** The screen as wide as it is now: windows are resized while a sweep runs. */
  #screen() {
    return { ...this.#terminal.err, columns: process.stderr.columns ?? this.#terminal.err.columns };
  }
}
