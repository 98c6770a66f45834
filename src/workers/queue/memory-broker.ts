import type { AttemptRef } from "../protocol/protocol.js";
import type { Broker, Consumer } from "./broker.js";
import { jobKey } from "./job-key.js";

type Handle = (ref: AttemptRef) => Promise<void>;

/** Jobs handed out before the event loop gets its turn for timers, signals and sockets. */
const JOBS_PER_TURN = 64;

/** A broker for consumers in the same process; it forgets everything with the process. */
export class MemoryBroker implements Broker {
  readonly #jobs = new Map<string, AttemptRef>();
  readonly #waiting = new Fifo<string>();
  readonly #consumers = new Set<MemoryConsumer>();
  #handedOutThisTurn = 0;
  #pausedUntilNextTurn = false;

  async enqueue(refs: readonly AttemptRef[]): Promise<void> {
    for (const ref of refs) {
      const key = jobKey(ref);
      if (this.#jobs.has(key)) continue;
      this.#jobs.set(key, ref);
      this.#waiting.push(key);
    }
    this.#handOut();
  }

  consume({ slots, handle }: { slots: number; handle: Handle }): Consumer {
    const consumer = new MemoryConsumer(slots, handle, () => this.#consumers.delete(consumer));
    this.#consumers.add(consumer);
    // Not at once: the caller has to hold the consumer before its first job may ask to close it.
    queueMicrotask(() => this.#handOut());
    return consumer;
  }

  async missing(refs: readonly AttemptRef[]): Promise<readonly AttemptRef[]> {
    return refs.filter((ref) => !this.#jobs.has(jobKey(ref)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
  }

  #handOut(): void {
    for (const consumer of this.#consumers) {
      while (consumer.isFree && this.#waiting.length > 0 && this.#mayGoOn()) this.#giveNext(consumer);
    }
  }

  #giveNext(consumer: MemoryConsumer): void {
    const key = this.#waiting.shift();
    const ref = key === undefined ? undefined : this.#jobs.get(key);
    if (key === undefined || ref === undefined) return;
    consumer.take(ref, () => {
      this.#jobs.delete(key);
      this.#handOut();
    });
  }

  /** Handlers that never wait for anything real would else keep timers and signals out for good. */
  #mayGoOn(): boolean {
    if (this.#pausedUntilNextTurn) return false;
    if (++this.#handedOutThisTurn <= JOBS_PER_TURN) return true;
    this.#pausedUntilNextTurn = true;
    setImmediate(() => {
      this.#pausedUntilNextTurn = false;
      this.#handedOutThisTurn = 0;
      this.#handOut();
    });
    return false;
  }
}

class MemoryConsumer implements Consumer {
  readonly #slots: number;
  readonly #handle: Handle;
  readonly #onClose: () => void;
  #inHand = 0;
  #closed = false;
  #onIdle: () => void = () => {};

  constructor(slots: number, handle: Handle, onClose: () => void) {
    this.#slots = slots;
    this.#handle = handle;
    this.#onClose = onClose;
  }

  get isFree(): boolean {
    return !this.#closed && this.#inHand < this.#slots;
  }

  take(ref: AttemptRef, done: () => void): void {
    this.#inHand++;
    const settled = () => {
      this.#inHand--;
      if (this.#inHand === 0 && this.#closed) this.#onIdle();
      done();
    };
    // The contract: a job is done whichever way its handler settles.
    this.#handle(ref).then(settled, settled);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#onClose();
    if (this.#inHand === 0) return;
    const previous = this.#onIdle;
    await new Promise<void>((resolve) => {
      this.#onIdle = () => {
        previous();
        resolve();
      };
    });
  }
}

/** A queue whose head moves instead of its items. */
class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
