import { setTimeout as pause } from "node:timers/promises";
import type Libsql from "libsql";
import { SweepError } from "../base/index.js";
import type { Bindable, Connection, Row, Statement } from "./database.js";
import { isLocked, storeError } from "./store-errors.js";

// Texts built by Kysely vary with the number of values in a list, so the cache needs an end. The hot paths' few dozen
// texts are compiled again at worst.
const CACHED_STATEMENTS = 500;

// A trial writes some 40 pages, mostly the same ones as the trial before. SQLite's own 1000 pages would have them copied
// and synced every 25 trials; this many keep the log below 32 MB.
const CHECKPOINT_PAGES = 8_000;

const LONGEST_PAUSE_MS = 50;

/** The outcome of a statement, as Kysely wants it. */
export interface StatementResult {
  readonly rows: Row[];
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

/**
 * Checks and prepares values for the driver. It ends the whole process on a boolean, and ends text at a NUL when reading
 * it back: the first is refused here, the second stored as U+FFFD.
 */
function bound(values: readonly unknown[]): Bindable[] {
  return values.map((value) => {
    if (typeof value === "string") return value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
    if (value === null || typeof value === "number" || value instanceof Uint8Array) return value;
    throw new SweepError("internal", `A value of type ${typeof value} cannot be stored: ${String(value)}`);
  });
}

/** The driver adds `_metadata` (how long it took) to a single row. */
function withoutMetadata(row: unknown): unknown {
  if (row !== undefined) delete (row as { _metadata?: unknown })._metadata;
  return row;
}

class CompiledStatement implements Statement {
  readonly #native: Libsql.Statement;

  constructor(native: Libsql.Statement) {
    this.#native = native;
  }

  run(...values: readonly Bindable[]): number {
    return this.#native.run(bound(values)).changes;
  }

  get<R = Row>(...values: readonly Bindable[]): R | undefined {
    return withoutMetadata(this.#native.get(bound(values))) as R | undefined;
  }

  all<R = Row>(...values: readonly Bindable[]): R[] {
    return this.#native.all(bound(values)) as R[];
  }

  execute(values: readonly unknown[]): StatementResult {
    if (this.#native.reader) return { rows: this.#native.all(bound(values)) as Row[], changes: 0, lastInsertRowid: 0 };
    return { rows: [], ...this.#native.run(bound(values)) };
  }
}

/** The one connection to a file: statements, transactions, and patience with other processes' locks. */
export class Session implements Connection {
  readonly path: string;
  readonly #native: Libsql.Database;
  readonly #busyTimeoutMs: number;
  readonly #statements = new Map<string, CompiledStatement>();

  constructor(native: Libsql.Database, options: { path: string; busyTimeoutMs: number }) {
    this.#native = native;
    this.path = options.path;
    this.#busyTimeoutMs = options.busyTimeoutMs;
  }

  /** Sets the connection up and reads the schema, so that a file that is none is noticed at once. */
  configure(nativeBusyTimeoutMs: number): void {
    this.#native.exec(`
      PRAGMA busy_timeout = ${nativeBusyTimeoutMs};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA foreign_keys = ON;
      SELECT count(*) FROM sqlite_schema;
    `);
  }

  prepare(sql: string): CompiledStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (!this.#native.open) throw new SweepError("internal", `The store ${this.path} has been closed already`);
    const compiled = new CompiledStatement(this.#native.prepare(sql));
    for (const oldest of this.#statements.keys()) {
      if (this.#statements.size < CACHED_STATEMENTS) break;
      this.#statements.delete(oldest);
    }
    this.#statements.set(sql, compiled);
    return compiled;
  }

  /** Starts an immediate transaction; `false` when another process is writing. */
  tryBegin(): boolean {
    try {
      this.prepare("BEGIN IMMEDIATE").run();
      return true;
    } catch (thrown) {
      if (isLocked(thrown)) return false;
      throw storeError(thrown, this.path);
    }
  }

  /** Starts an immediate transaction, waiting for other processes up to the busy timeout. */
  async begin(): Promise<void> {
    await this.patiently(() => this.prepare("BEGIN IMMEDIATE").run());
  }

  commit(): void {
    this.guarded(() => this.prepare("COMMIT").run());
  }

  /** Undoes the open transaction. SQLite may have done so already (a full disk does that); then there is none. */
  rollback(): void {
    if (this.#native.inTransaction) this.guarded(() => this.prepare("ROLLBACK").run());
  }

  /** Runs something harmless to repeat until no other process locks it out, up to the busy timeout. */
  async patiently<T>(attempt: () => T): Promise<T> {
    const deadline = performance.now() + this.#busyTimeoutMs;
    for (let waitMs = 1; ; waitMs = Math.min(2 * waitMs, LONGEST_PAUSE_MS)) {
      try {
        return attempt();
      } catch (thrown) {
        if (!isLocked(thrown) || performance.now() >= deadline) throw storeError(thrown, this.path);
      }
      // Waiting here and not inside SQLite keeps timers and sockets of this process alive meanwhile.
      await pause(waitMs * (0.5 + Math.random()));
    }
  }

  /** Runs something whose failures shall name the file. */
  guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (thrown) {
      throw storeError(thrown, this.path);
    }
  }

  /** Ends the connection, once. The operating system may see the file open until the statements are collected. */
  close(): void {
    if (!this.#native.open) return;
    this.#statements.clear();
    try {
      // Leaves one whole file behind. The driver's own close does not: it waits for the statements to be collected.
      this.#native.exec("PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)");
    } catch {
      // Safe to pass over: everything committed is in the write-ahead log, and the next to open it goes on from there.
    }
    this.#native.close();
  }
}
