import type { Json, Logger } from "../../base/index.js";
import { messageOf } from "../../base/index.js";
import type { AttemptReporter } from "../executor.js";
import type { AttemptRef, MetricPoint, Report, WorkerProtocol } from "../protocol/protocol.js";
import { withRetries } from "../protocol/with-retries.js";

const BATCH_POINTS = 500;
const BATCH_DELAY_MS = 50;
/** Points waiting to be stored above which sources are asked to wait. */
const BACKLOG_POINTS = 10 * BATCH_POINTS;

export interface BatchingReporterOptions {
  readonly protocol: Pick<WorkerProtocol, "report">;
  readonly ref: AttemptRef;
  readonly logger: Logger;
  /** The attempt is no longer the newest: it should be stopped, nothing it says counts. */
  readonly onSuperseded: () => void;
}

/**
 * Collects an attempt's news and stores it in numbered batches, one at a time and in order. A batch that fails is sent
 * again as it was; its number makes that harmless.
 */
export class BatchingReporter implements AttemptReporter {
  readonly #options: BatchingReporterOptions;
  #pending = emptyNews();
  #batch = 0;
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<void> | null = null;
  #muted = false;
  #failure: unknown = null;
  #room: { promise: Promise<void>; resolve: () => void } | null = null;

  constructor(options: BatchingReporterOptions) {
    this.#options = options;
  }

  metric(point: MetricPoint): void {
    this.#pending.metrics.push(point);
    this.#schedule();
  }

  retract(key: string): void {
    this.#pending.metrics = this.#pending.metrics.filter((point) => point.key !== key);
    this.#pending.retracted.add(key);
    this.#schedule();
  }

  param(key: string, value: Json): void {
    this.#pending.params[key] = value;
    this.#schedule();
  }

  tag(key: string, value: string): void {
    this.#pending.tags[key] = value;
    this.#schedule();
  }

  backlog(): Promise<void> | null {
    if (this.#pending.metrics.length < BACKLOG_POINTS || this.#muted) return null;
    this.#room ??= withResolver();
    return this.#room.promise;
  }

  /** Nothing is waiting to be stored. */
  get isIdle(): boolean {
    return this.#sending === null && (this.#pending.isEmpty || this.#muted) && this.#failure === null;
  }

  /**
   * Takes the last batch out, for the attempt's end to carry along: most attempts have no other. Resolves when all batches
   * before it are stored, or will never be because the attempt was superseded. `null`: there is nothing left.
   *
   * @throws what the store answered last, when it refused a batch again and again
   */
  async takeLast(): Promise<Report | null> {
    while (this.#failure === null && (this.#sending !== null || this.#pending.metrics.length > BATCH_POINTS)) {
      this.#sending ??= this.#send();
      await this.#sending;
    }
    if (this.#failure !== null) throw this.#failure;
    this.#clearTimer();
    return this.isIdle ? null : this.#takeBatch();
  }

  #schedule(): void {
    this.#pending.isEmpty = false;
    if (this.#muted) this.#pending = emptyNews();
    else if (this.#sending !== null) return;
    else if (this.#pending.metrics.length >= BATCH_POINTS) this.#sending = this.#send();
    else this.#timer ??= setTimeout(() => this.#sendNow(), BATCH_DELAY_MS);
  }

  #sendNow(): void {
    this.#timer = null;
    this.#sending ??= this.#send();
  }

  async #send(): Promise<void> {
    this.#clearTimer();
    const report = this.#takeBatch();
    try {
      const answer = await withRetries(() => this.#options.protocol.report(this.#options.ref, report));
      if (answer === "superseded") this.#mute();
    } catch (thrown) {
      this.#options.logger.error({ ...this.#options.ref, error: messageOf(thrown) }, "metrics could not be stored");
      this.#failure = thrown;
      this.#muted = true;
    }
    this.#sending = null;
    this.#makeRoom();
    if (!this.isIdle && this.#failure === null) this.#schedule();
  }

  #takeBatch(): Report {
    const { metrics, retracted, params, tags } = this.#pending;
    this.#pending = emptyNews();
    if (metrics.length > BATCH_POINTS) {
      this.#pending.metrics = metrics.splice(BATCH_POINTS);
      this.#pending.isEmpty = false;
    }
    return { batch: ++this.#batch, metrics, retracted: [...retracted], params, tags };
  }

  #mute(): void {
    this.#muted = true;
    this.#pending = emptyNews();
    this.#options.onSuperseded();
  }

  #makeRoom(): void {
    if (this.#pending.metrics.length >= BACKLOG_POINTS && !this.#muted) return;
    this.#room?.resolve();
    this.#room = null;
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

interface News {
  metrics: MetricPoint[];
  retracted: Set<string>;
  params: Record<string, Json>;
  tags: Record<string, string>;
  isEmpty: boolean;
}

function emptyNews(): News {
  return { metrics: [], retracted: new Set(), params: {}, tags: {}, isEmpty: true };
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
