import { constants, existsSync } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { execa } from "execa";
import { messageOf } from "../../base/index.js";
import { bytes } from "../output/numbers.js";
import type { Setting } from "../settings.js";

/** One thing that a sweep depends on, and how it is. */
export interface Check {
  readonly subject: string;
  readonly mark: "ok" | "warn" | "fail";
  /** What was found and, where it is not as it should be, what to do. */
  readonly found: string;
}

const OLDEST_NODE = [20, 19] as const;

export function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const found = `${process.versions.node} on ${process.platform} ${process.arch}`;
  return isOld
    ? { subject: "Node", mark: "fail", found: `${found}; ${OLDEST_NODE.join(".")} or newer is needed` }
    : { subject: "Node", mark: "ok", found };
}

/** Loads the native library too, which is what may be missing on an unusual platform. */
export async function sqliteCheck(): Promise<Check> {
  const subject = "SQLite";
  try {
    const { default: Libsql } = await import("libsql");
    const database = new Libsql(":memory:");
    const row = database.prepare("SELECT sqlite_version() AS version").get() as { version: string };
    database.close();
    return { subject, mark: "ok", found: row.version };
  } catch (error) {
    return { subject, mark: "fail", found: messageOf(error) };
  }
}

/** Whether a folder can be written to, or made. */
export async function folderCheck(subject: string, { value, source }: Setting): Promise<Check> {
  const folder = resolve(value ?? ".");
  const existing = nearestExisting(folder);
  try {
    await access(existing, constants.W_OK | constants.X_OK);
    if (!(await stat(existing)).isDirectory()) throw new Error(`${existing} is not a folder`);
  } catch (error) {
    return { subject, mark: "fail", found: `${folder} (${source}): ${messageOf(error)}` };
  }
  return { subject, mark: "ok", found: `${folder} (${source}${existing === folder ? "" : "; not there yet"})` };
}

const LITTLE_DISK_BYTES = 1024 ** 3;

export async function diskCheck(home: string): Promise<Check> {
  const { bavail, bsize } = await statfs(nearestExisting(resolve(home)));
  const free = bavail * bsize;
  const found = `${bytes(free)} free`;
  return free < LITTLE_DISK_BYTES
    ? { subject: "disk", mark: "warn", found: `${found}; logs and artifacts may need more` }
    : { subject: "disk", mark: "ok", found };
}

/** A program that is of use but not needed. */
export async function programCheck(subject: string, without: string): Promise<Check> {
  try {
    const { stdout } = await execa(subject, ["--version"], { timeout: 5000 });
    return { subject, mark: "ok", found: stdout.split("\n", 1)[0] ?? "" };
  } catch {
    return { subject, mark: "warn", found: `not found; ${without}` };
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestExisting(dirname(folder));
}
