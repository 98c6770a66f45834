import type { Kysely } from "kysely";

/** A row as SQLite gives it back. 64-bit integers arrive as numbers: nothing stored here exceeds 2^53. */
export type Row = Record<string, null | number | string | Uint8Array>;
/** Numbers bind as REAL, so columns need a declared type; NaN is stored as NULL, and -0 as 0. */
export type Bindable = null | number | string | Uint8Array;

/** One prepared statement, for the hot paths. */
export interface Statement {
  /** Number of rows changed. */
  run(...values: readonly Bindable[]): number;
  get<R = Row>(...values: readonly Bindable[]): R | undefined;
  all<R = Row>(...values: readonly Bindable[]): R[];
}

/** The connection, held alone for the length of one unit of work. */
export interface Connection {
  /** The prepared statement of this text, compiled once per connection. */
  prepare(sql: string): Statement;
}

/**
 * One open database. All work goes through one connection, one unit at a time, in the order asked for, so a unit never
 * sees another half-done one; other processes are kept apart by the file's own lock.
 *
 * @typeParam Schema the tables of the rooms that use it, as Kysely describes them
 */
export interface Database<Schema = unknown> {
  /** The file, as an absolute path. */
  readonly path: string;
  /**
   * Queries built from the schema: everything but the hot paths. Its transactions are immediate, and hold the connection
   * to their end: inside one, only the transaction's own queries run, and waiting for any other unit waits for ever.
   */
  readonly kysely: Kysely<Schema>;
  /** Runs `work` in one immediate transaction; it is synchronous, rolled back when it throws. */
  write<T>(work: (connection: Connection) => T): Promise<T>;
  /** Runs `work` without a transaction, for single reads. It runs again when another process locked it out. */
  read<T>(work: (connection: Connection) => T): Promise<T>;
  /** The same database seen through another room's tables. */
  as<Other>(): Database<Other>;
  close(): Promise<void>;
}

/** One step of a room's schema. Steps run once, in order, all pending ones in one transaction. */
export interface Migration {
  /** `<room>-<three digits>-<what>`, as in `tracking-001-runs`; sorts in the order to run within its room. */
  readonly name: string;
  readonly statements: readonly string[];
}
