import { ATTEMPT_MARKER } from "./environment.js";
import { markedProcesses } from "./marked-processes.js";
import { signalProcess } from "./process-group.js";

/**
 * Kills what commands of workers that are gone have left running on this machine. A worker's guardian does so within two
 * seconds of its worker's death, unless it was killed together with it.
 *
 * @returns how many processes that were
 */
export function killLeftBehind(workerIds: Iterable<string>): number {
  let killed = 0;
  for (const workerId of workerIds) {
    for (const { pid } of markedProcesses(ATTEMPT_MARKER, `${workerId}:`)) {
      signalProcess(pid, "SIGKILL");
      killed += 1;
    }
  }
  return killed;
}
