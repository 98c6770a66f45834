/** Signals every process of a group; `false` when there is none left that may be signalled. */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  return signalProcess(-groupId, signal);
}

/** Signals one process; `false` when it is gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // ESRCH: gone. EPERM: no longer ours, its number was given to someone else's process.
    return false;
  }
}
