import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { messageOf, SweepError } from "../base/index.js";
import type { Database } from "./database.js";
import { refuseNetworkFolder } from "./network-file-system.js";
import { Session } from "./session.js";
import { SqliteDatabase } from "./sqlite-database.js";
import { storeError } from "./store-errors.js";

export interface OpenOptions {
  /** The database file; it and its folder are made when absent. */
  readonly path: string;
  /** How long to wait for another process that holds the file before giving up. Default 10 s. */
  readonly busyTimeoutMs?: number;
}

// SQLite's own waiting blocks this process, so it is kept short; the patient waiting is done outside of it.
const NATIVE_BUSY_TIMEOUT_MS = 20;

/**
 * Opens (or makes) a store file.
 *
 * @throws SweepError `store-unusable`: no permission, not a database, damaged, locked for too long, on a network disk
 */
export async function openDatabase<Schema = unknown>({
  path,
  busyTimeoutMs = 10_000,
}: OpenOptions): Promise<Database<Schema>> {
  const file = resolve(path);
  await prepareFolder(file);
  // Loaded here, not with this module: it is a native library, and most commands' help needs none.
  const { default: Libsql } = await import("libsql");
  const session = new Session(connect(Libsql, file), { path: file, busyTimeoutMs });
  try {
    // Turning the write-ahead log on takes the whole file for a moment, which two processes may want at once.
    await session.patiently(() => session.configure(NATIVE_BUSY_TIMEOUT_MS));
  } catch (thrown) {
    session.close();
    throw thrown;
  }
  return new SqliteDatabase<Schema>(session);
}

async function prepareFolder(file: string): Promise<void> {
  const folder = dirname(file);
  try {
    await makeFolder(folder);
    const existing = await stat(file).catch(() => null);
    if (existing?.isDirectory()) throw new Error("it is a folder");
    await access(folder, constants.W_OK);
    if (existing !== null) await access(file, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new SweepError(
      "store-unusable",
      `The store ${file} cannot be opened for writing (${messageOf(cause)}). Choose another folder with --home or SWEEP_HOME, or change the permissions of this one.`,
      { cause },
    );
  }
  await refuseNetworkFolder(folder);
}

/**
 * Makes a folder and those above it. Step by step, because Node's own recursive way never returns where a file system
 * says "no such folder" of one whose parent exists, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  const existing = await stat(folder).catch(() => null);
  if (existing?.isDirectory()) return;
  if (existing === null && dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch(async (thrown: unknown) => {
    // Another process may have made it meanwhile.
    if (!(await stat(folder).catch(() => null))?.isDirectory()) throw thrown;
  });
}

function connect(Libsql: typeof import("libsql"), file: string): InstanceType<typeof import("libsql")> {
  try {
    return new Libsql(file);
  } catch (cause) {
    throw storeError(Object.assign(new Error(messageOf(cause)), { code: "SQLITE_CANTOPEN" }), file);
  }
}
