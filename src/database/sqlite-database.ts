import type { Kysely } from "kysely";
import { SweepError } from "../base/index.js";
import type { Connection, Database } from "./database.js";
import { createKysely } from "./kysely.js";
import type { Session } from "./session.js";
import { Turns } from "./turns.js";

export class SqliteDatabase<Schema> implements Database<Schema> {
  readonly path: string;
  readonly #session: Session;
  readonly #turns = new Turns();
  #kysely: Kysely<Schema> | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.path = session.path;
  }

  get kysely(): Kysely<Schema> {
    this.#kysely ??= createKysely<Schema>(this.#session, this.#turns);
    return this.#kysely;
  }

  // Nothing is awaited while the connection is free, so the work then runs before the call returns.
  async write<T>(work: (connection: Connection) => T): Promise<T> {
    if (!this.#turns.tryTake()) await this.#turns.take();
    try {
      if (!this.#session.tryBegin()) await this.#session.begin();
      return this.#committed(work);
    } finally {
      this.#turns.release();
    }
  }

  async read<T>(work: (connection: Connection) => T): Promise<T> {
    if (!this.#turns.tryTake()) await this.#turns.take();
    try {
      return await this.#session.patiently(() => work(this.#session));
    } finally {
      this.#turns.release();
    }
  }

  as<Other>(): Database<Other> {
    // Sound because a schema only types the queries: the tables are in the file whatever the types say.
    return this as unknown as Database<Other>;
  }

  async close(): Promise<void> {
    await this.#turns.take();
    try {
      this.#session.close();
    } finally {
      this.#turns.release();
    }
  }

  #committed<T>(work: (connection: Connection) => T): T {
    try {
      const result = this.#session.guarded(() => work(this.#session));
      if (result instanceof Promise) {
        throw new SweepError(
          "internal",
          "A unit of work returned a promise; what it awaits would miss its transaction",
        );
      }
      this.#session.commit();
      return result;
    } catch (thrown) {
      this.#session.rollback();
      throw thrown;
    }
  }
}
