import { messageOf, SweepError } from "../base/index.js";

/** The code SQLite gave an error (`SQLITE_FULL`, `SQLITE_IOERR_WRITE`), or `null` when it is no error of SQLite's. */
export function sqliteCode(thrown: unknown): string | null {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : null;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : null;
}

/** Whether another connection holds a lock that this operation needs; trying again later may work. */
export function isLocked(thrown: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(thrown) ?? "");
}

/** What went wrong and what a person can do about it, by the start of SQLite's code. The first match counts. */
const ADVICE: readonly (readonly [code: RegExp, advice: (path: string, reason: string) => string])[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    (path) =>
      `The store ${path} stays locked by another process. End the process that holds it (another sweep, a database browser, a backup), then try again.`,
  ],
  [
    /^SQLITE_FULL/,
    (path) =>
      `No space left for the store ${path}. What was stored before is intact: free space on its disk, then try again.`,
  ],
  [
    /^SQLITE_CORRUPT/,
    (path, reason) =>
      `The store ${path} is damaged (${reason}). Put back a copy of it, or move it away together with its -wal and -shm files and start a new one.`,
  ],
  [/^SQLITE_NOTADB/, (path) => `The file ${path} is not a SQLite database. Name another file, or move this one away.`],
  [
    /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/,
    (path, reason) =>
      `The store ${path} cannot be opened for writing (${reason}). Its folder and the files in it must be writable; choose another folder or change their permissions.`,
  ],
  [
    /^SQLITE_(IOERR|PROTOCOL|NOLFS)/,
    (path, reason) =>
      `Reading or writing the store ${path} failed (${reason}). Check the disk it lies on, and that it is a local one.`,
  ],
];

/** Turns a failure of the file into a `store-unusable` that says what to do. Everything else comes back unchanged. */
export function storeError(thrown: unknown, path: string): unknown {
  const code = sqliteCode(thrown);
  if (code === null) return thrown;
  const advice = ADVICE.find(([pattern]) => pattern.test(code))?.[1];
  if (advice === undefined) return thrown;
  return new SweepError("store-unusable", advice(path, messageOf(thrown)), { cause: thrown });
}
