import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A process that carries the marker variable. */
export interface MarkedProcess {
  readonly pid: number;
  /** What follows the prefix in the variable's value. */
  readonly mark: string;
}

/**
 * Every process of this user, in whatever group or session, that was started with an environment in which `variable`
 * begins with `prefix`. Costs some ten microseconds for each process of the machine.
 */
export function markedProcesses(variable: string, prefix: string): MarkedProcess[] {
  return process.platform === "linux" ? fromProc(`${variable}=${prefix}`) : fromPs(`${variable}=${prefix}`);
}

function fromProc(needle: string): MarkedProcess[] {
  const found: MarkedProcess[] = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const mark = markIn(environmentOf(pid), needle);
    if (mark !== null) found.push({ pid, mark });
  }
  return found;
}

function environmentOf(pid: number): Buffer {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    // It has ended since, or belongs to someone else: not ours in either case.
    return Buffer.alloc(0);
  }
}

function markIn(environment: Buffer, needle: string): string | null {
  const start = environment.indexOf(needle);
  // A match inside another variable's value is none.
  if (start < 0 || (start > 0 && environment[start - 1] !== 0)) return null;
  const end = environment.indexOf(0, start);
  return environment.toString("utf8", start + needle.length, end < 0 ? environment.length : end);
}

/** Where there is no /proc: `ps` prints each command followed by its environment, parted by spaces. */
function fromPs(needle: string): MarkedProcess[] {
  const ps = spawnSync("ps", ["axeww", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  const found: MarkedProcess[] = [];
  for (const line of (ps.stdout ?? "").split("\n")) {
    const start = line.indexOf(` ${needle}`);
    if (start < 0) continue;
    const [mark = ""] = line.slice(start + needle.length + 1).split(" ");
    found.push({ pid: Number.parseInt(line, 10), mark });
  }
  return found;
}
