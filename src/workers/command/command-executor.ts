import type { Logger } from "../../base/index.js";
import type { ExecutionContext, Executor } from "../executor.js";
import type { Assignment, AttemptRef, Outcome, WorkerIdentity } from "../protocol/protocol.js";

export interface CommandExecutorOptions {
  readonly worker: WorkerIdentity;
  /** Folder for what attempts leave: `<sweep>/<trial>/<attempt>/`. */
  readonly scratchRoot: string;
  /** Between SIGTERM and SIGKILL; 10 s unless given. */
  readonly graceMs?: number;
  /** What is kept of each of stdout and stderr, head and tail; 64 MiB unless given. */
  readonly logLimitBytes?: number;
  readonly logger: Logger;
  /** Sees every chunk of output as it comes, for whoever wants to show it live. */
  readonly onOutput?: (ref: AttemptRef, stream: "stdout" | "stderr", chunk: Buffer) => void;
}

/** Runs each attempt as a child process of its own process group. */
export class CommandExecutor implements Executor {
  constructor(_options: CommandExecutorOptions) {}
  async execute(_assignment: Assignment, _context: ExecutionContext): Promise<Outcome> {
    throw new Error("being written");
  }
  /** Waits until nothing of any attempt is left running (a few seconds at most). */
  async close(): Promise<void> {}
}
