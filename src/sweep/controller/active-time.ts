import type { Clock } from "../../base/index.js";

const LONGEST_TIMER_MS = 2_147_483_647;

/** Time spent on a sweep, without its pauses, and the alarm when its limit is used up. */
export class ActiveTime {
  readonly #clock: Clock;
  readonly #limitMs: number | null;
  readonly #onLimit: () => void;
  #spentMs: number;
  #since: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** @param options.spentMs what earlier processes spent; counts towards `limitMs`, where `null` is no limit */
  constructor(options: { clock: Clock; spentMs: number; limitMs: number | null; onLimit: () => void }) {
    this.#clock = options.clock;
    this.#spentMs = options.spentMs;
    this.#limitMs = options.limitMs;
    this.#onLimit = options.onLimit;
  }

  get spentMs(): number {
    return this.#spentMs + (this.#since === null ? 0 : this.#clock.monotonic() - this.#since);
  }

  /** Starts or stops counting. */
  count(active: boolean): void {
    clearTimeout(this.#timer);
    this.#spentMs = this.spentMs;
    this.#since = active ? this.#clock.monotonic() : null;
    if (active) this.#arm();
  }

  #arm(): void {
    if (this.#limitMs === null) return;
    const leftMs = Math.max(0, Math.ceil(this.#limitMs - this.spentMs));
    const timer = () => (leftMs > LONGEST_TIMER_MS ? this.#arm() : this.#onLimit());
    this.#timer = setTimeout(timer, Math.min(LONGEST_TIMER_MS, leftMs));
  }
}
