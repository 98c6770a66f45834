import { randomBytes } from "node:crypto";
import type { Connection, Database } from "../../database/index.js";
import { type ProcessIdentity, processIdentity } from "../process-identity.js";
import type { AttemptRef } from "../protocol/protocol.js";
import type { Broker, Consumer } from "./broker.js";
import { releaseDeadConsumers, removeConsumer, renewConsumer } from "./consumer-rows.js";
import { addJobs, deleteJobs, hasWaitingJob, isJobKnown, type Job, takeJobs } from "./job-rows.js";

export interface SqliteBrokerOptions {
  /** Jobs of different queues never mix: a sweep's id keeps its jobs from another sweep's workers on the same file. */
  readonly queue: string;
}

type Handle = (ref: AttemptRef) => Promise<void>;

const POLL_MS = 100;
/** How often a consumer says that it lives and looks for others that do not. */
const CARE_MS = 1000;
/** A consumer on another host, or one that is stopped, counts as dead after this long without a word. */
const CONSUMER_LEASE_MS = 15_000;
/** Done jobs are deleted together, with the next taking of jobs or after this long. */
const DELETE_DELAY_MS = 50;

/**
 * The queue in the store's own database, for consumers of any process on this machine. Jobs added through the same
 * broker reach its consumers at once, those of other processes within a tenth of a second; the jobs of a process that
 * died are handed out again within some two seconds.
 */
export class SqliteBroker implements Broker {
  readonly #database: Database;
  readonly #queue: string;
  readonly #identity = processIdentity();
  readonly #consumers = new Set<SqliteConsumer>();

  /** @param database with the `queueMigrations` applied; the broker does not close it */
  constructor(database: Database, { queue }: SqliteBrokerOptions) {
    this.#database = database;
    this.#queue = queue;
  }

  async enqueue(refs: readonly AttemptRef[]): Promise<void> {
    if (refs.length === 0) return;
    await this.#database.write((connection) => addJobs(connection, this.#queue, refs));
    for (const consumer of this.#consumers) consumer.wake();
  }

  consume({ slots, handle }: { slots: number; handle: Handle }): Consumer {
    const consumer = new SqliteConsumer({
      database: this.#database,
      queue: this.#queue,
      identity: this.#identity,
      slots,
      handle,
      onClose: () => this.#consumers.delete(consumer),
    });
    this.#consumers.add(consumer);
    consumer.wake();
    return consumer;
  }

  async missing(refs: readonly AttemptRef[]): Promise<readonly AttemptRef[]> {
    return this.#database.read((connection) => refs.filter((ref) => !isJobKnown(connection, this.#queue, ref)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
  }
}

interface ConsumerOptions {
  readonly database: Database;
  readonly queue: string;
  readonly identity: ProcessIdentity;
  readonly slots: number;
  readonly handle: Handle;
  readonly onClose: () => void;
}

/**
 * Takes jobs as long as it has free slots.
 *
 *   idle ──wake(), or a poll every 100 ms──▶ turning: one transaction deletes done jobs and takes new ones ──▶ idle
 *
 * A wake during a turn makes another turn follow. Closing ends the polling, and the consumer's row goes when the last
 * job in hand has settled.
 */
class SqliteConsumer implements Consumer {
  readonly #options: ConsumerOptions;
  readonly #id = randomBytes(8).toString("hex");
  #inHand = 0;
  #done: number[] = [];
  #turning: Promise<void> | null = null;
  #turnAgain = false;
  #timer: NodeJS.Timeout | null = null;
  #caredAtMs = Number.NEGATIVE_INFINITY;
  #closing: Promise<void> | null = null;
  #onIdle: () => void = () => {};

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  wake(): void {
    if (this.#closing !== null) return;
    if (this.#turning !== null) this.#turnAgain = true;
    else this.#turning = this.#turn();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #turn(): Promise<void> {
    this.#stopTimer();
    do {
      this.#turnAgain = false;
      try {
        for (const job of await this.#step()) this.#hand(job);
      } catch {
        // The store is locked or full: the jobs stay where they are, and the next poll tries again.
      }
    } while (this.#turnAgain && this.#closing === null);
    this.#turning = null;
    this.#pollLater();
  }

  /** Everything a consumer has to say to the database, in one transaction; a mere look costs none. */
  async #step(): Promise<readonly Job[]> {
    const { database, queue } = this.#options;
    const isCareDue = performance.now() - this.#caredAtMs >= CARE_MS;
    const free = this.#options.slots - this.#inHand;
    if (!isCareDue && this.#done.length === 0) {
      if (free === 0 || !(await database.read((connection) => hasWaitingJob(connection, queue)))) return [];
    }
    const done = this.#done;
    this.#done = [];
    try {
      return await database.write((connection) => {
        if (isCareDue) this.#care(connection);
        deleteJobs(connection, done);
        // Closed while this waited for its turn: jobs taken now would be in nobody's hands.
        return this.#closing === null ? takeJobs(connection, { queue, consumer: this.#id, count: free }) : [];
      });
    } catch (thrown) {
      this.#done.push(...done);
      throw thrown;
    }
  }

  #care(connection: Connection): void {
    const { queue, identity } = this.#options;
    const nowMs = Date.now();
    renewConsumer(connection, { id: this.#id, queue, identity, leaseUntilMs: nowMs + CONSUMER_LEASE_MS });
    releaseDeadConsumers(connection, { queue, self: this.#id, nowMs });
    this.#caredAtMs = performance.now();
  }

  #hand({ id, ref }: Job): void {
    this.#inHand++;
    const settled = () => {
      this.#inHand--;
      this.#done.push(id);
      if (this.#closing === null) this.wake();
      else if (this.#inHand === 0) this.#onIdle();
    };
    // The contract: a job is done whichever way its handler settles.
    this.#options.handle(ref).then(settled, settled);
  }

  /** Jitter, so that many processes on one file do not all look at the same moment. */
  #pollLater(): void {
    if (this.#closing !== null) return;
    const waitMs = this.#done.length > 0 ? DELETE_DELAY_MS : POLL_MS * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => this.wake(), waitMs);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #close(): Promise<void> {
    this.#stopTimer();
    this.#options.onClose();
    await this.#turning;
    if (this.#inHand > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    try {
      await this.#options.database.write((connection) => {
        deleteJobs(connection, this.#done);
        removeConsumer(connection, this.#id);
      });
    } catch {
      // The store cannot be written. Others find this consumer dead in time, and done jobs change nothing when repeated.
    }
  }
}
