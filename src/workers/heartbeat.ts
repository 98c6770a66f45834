import { type Logger, messageOf } from "../base/index.js";
import type { AttemptRef, Order, WorkerIdentity, WorkerProtocol } from "./protocol/protocol.js";

/** An attempt in a worker's hands, as its heartbeat sees it. */
export interface Beating {
  readonly ref: AttemptRef;
  readonly leaseMs: number;
  obey(order: Order): void;
}

/** Attempts that end sooner than this never cost a heartbeat. */
const TICK_MS = 200;

export interface HeartbeatOptions {
  readonly worker: WorkerIdentity;
  readonly protocol: Pick<WorkerProtocol, "heartbeat">;
  readonly logger: Logger;
}

/**
 * One loop that renews the leases of everything a worker runs and passes on the orders that come back.
 *
 *   idle ──add──▶ ticking ──an attempt is a tick old──▶ polling ──answer──▶ ticking ──nothing runs──▶ idle
 *
 * A poll covers the attempts it was started with; when another has become a tick old meanwhile, the poll is started
 * over with it, so that orders for every attempt arrive at once.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  /** Each attempt with the number of ticks it has seen; a whole tick has passed when it saw two. */
  readonly #ticks = new Map<Beating, number>();
  #timer: NodeJS.Timeout | null = null;
  #poll: AbortController | null = null;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  add(attempt: Beating): void {
    this.#ticks.set(attempt, 0);
    this.#arm();
  }

  remove(attempt: Beating): void {
    this.#ticks.delete(attempt);
    if (this.#ticks.size === 0) this.#poll?.abort();
  }

  #arm(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#tick(), TICK_MS);
    // What runs keeps the process alive, not the watch over it.
    this.#timer.unref();
  }

  #tick(): void {
    this.#timer = null;
    if (this.#ticks.size === 0) return;
    let oneGrewUp = false;
    for (const [attempt, ticks] of this.#ticks) {
      this.#ticks.set(attempt, ticks + 1);
      oneGrewUp ||= ticks === 1;
    }
    if (this.#poll === null) void this.#startPoll();
    else if (oneGrewUp) this.#poll.abort();
    this.#arm();
  }

  async #startPoll(): Promise<void> {
    const attempts = [...this.#ticks].filter(([, ticks]) => ticks >= 2).map(([attempt]) => attempt);
    if (attempts.length === 0) return;
    const { protocol, worker, logger } = this.#options;
    const controller = new AbortController();
    this.#poll = controller;
    const waitMs = Math.min(...attempts.map((attempt) => attempt.leaseMs)) / 3;
    try {
      const refs = attempts.map((attempt) => attempt.ref);
      this.#obey(await protocol.heartbeat(worker, refs, { waitMs, signal: controller.signal }), attempts);
    } catch (thrown) {
      // The leases last for some more beats; the next tick tries again.
      logger.warn({ worker: worker.id, error: messageOf(thrown) }, "a heartbeat failed");
    }
    this.#poll = null;
  }

  #obey(orders: readonly Order[], attempts: readonly Beating[]): void {
    for (const order of orders) {
      attempts.find(({ ref }) => sameAttempt(ref, order.ref))?.obey(order);
    }
  }
}

function sameAttempt(one: AttemptRef, other: AttemptRef): boolean {
  return one.trialNumber === other.trialNumber && one.attempt === other.attempt && one.sweepId === other.sweepId;
}
