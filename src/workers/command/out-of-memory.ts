import { readFileSync } from "node:fs";

/**
 * Processes that the kernel has killed for want of memory in this process's control group, so far.
 *
 * @returns `null` where the system does not tell (no cgroup v2)
 */
export function outOfMemoryKills(): number | null {
  try {
    const group = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "";
    const events = readFileSync(`/sys/fs/cgroup${group}/memory.events`, "utf8");
    const kills = /^oom_kill (\d+)$/m.exec(events)?.[1];
    return kills === undefined ? null : Number(kills);
  } catch {
    // Another system, or an older kernel: the hint is left out.
    return null;
  }
}
