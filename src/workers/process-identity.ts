import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Names one process for good: process ids are used again, a process id with its start is not. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it started, in whatever form this system tells it; only ever compared for equality. */
  readonly started: string;
}

/** The identity of this process. */
export function processIdentity(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) ?? "" };
}

/**
 * Whether the process is still there.
 *
 * @returns `null` when it ran on another host: nothing can be told from here
 */
export function isProcessAlive(identity: ProcessIdentity): boolean | null {
  if (identity.host !== hostname()) return null;
  return startOf(identity.pid) === identity.started;
}

function startOf(pid: number): string | null {
  return process.platform === "linux" ? linuxStart(pid) : psStart(pid);
}

/** Clock ticks since boot at which it started, with the id of that boot; a zombie counts as gone. */
function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in brackets, and may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return `${bootId()}:${fields[19]}`;
  } catch {
    // No such process.
    return null;
  }
}

let knownBootId: string | undefined;

function bootId(): string {
  knownBootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  return knownBootId;
}

function psStart(pid: number): string | null {
  const ps = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env: { LC_ALL: "C" } });
  const started = ps.status === 0 ? ps.stdout.trim() : "";
  return started === "" ? null : started;
}
