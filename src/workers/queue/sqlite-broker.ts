import type { Database } from "../../database/index.js";
import type { AttemptRef } from "../protocol/protocol.js";
import type { Broker, Consumer } from "./broker.js";

export interface SqliteBrokerOptions {
  /** Jobs of different queues never mix: a sweep's id keeps its jobs from another sweep's workers on the same file. */
  readonly queue: string;
}

/** The queue in the store's own database, for consumers of any process on this machine. */
export class SqliteBroker implements Broker {
  constructor(_database: Database, _options: SqliteBrokerOptions) {}
  async enqueue(_refs: readonly AttemptRef[]): Promise<void> {}
  consume(_options: { slots: number; handle: (ref: AttemptRef) => Promise<void> }): Consumer {
    throw new Error("being written");
  }
  async missing(_refs: readonly AttemptRef[]): Promise<readonly AttemptRef[]> {
    return [];
  }
  async close(): Promise<void> {}
}
