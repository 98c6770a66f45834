import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { CommandEnd, SpawnRequest } from "./frames.js";
import { signalGroup } from "./process-group.js";

/** After a command's exit its pipes are read for this long when something it started still holds them open. */
const DRAIN_MS = 500;
const GROUP_POLL_MS = 50;

export interface GuardedCommandOptions {
  readonly request: SpawnRequest;
  readonly inherited: Readonly<Record<string, string>>;
  readonly onOutput: (stream: "stdout" | "stderr", chunk: Buffer) => void;
  /** The grace after SIGTERM is over: its process group has been killed, and all that left the group should be. */
  readonly onKill: () => void;
  readonly onEnd: (end: CommandEnd) => void;
}

/**
 * One child process of the guardian, the leader of its own process group.
 *
 *   running ──exit──▶ draining (its pipes, 500 ms at most) ──▶ ended
 *      └─terminate()─▶ SIGTERM to the group ──grace──▶ SIGKILL to the group and to all that left it
 *
 * A terminated command has ended when its whole group has: a shell that dies of SIGTERM at once must not cost the
 * training below it its grace.
 */
export class GuardedCommand {
  readonly #options: GuardedCommandOptions;
  readonly #child: ChildProcess | null;
  #killTimer: NodeJS.Timeout | null = null;
  #killed = false;
  #exited = false;

  constructor(options: GuardedCommandOptions) {
    this.#options = options;
    this.#child = this.#start();
  }

  /** Process group of the command; `null` when it could not be started. */
  get groupId(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Begins to end it; further calls change nothing. */
  terminate(): void {
    if (this.groupId === null || this.#killTimer !== null) return;
    const groupId = this.groupId;
    signalGroup(groupId, "SIGTERM");
    this.#killTimer = setTimeout(() => this.#kill(groupId), this.#options.request.graceMs);
  }

  /** Leaves its output in the pipes. After its exit there is little left, and it is read in any case. */
  pause(): void {
    if (this.#exited) return;
    this.#child?.stdout?.pause();
    this.#child?.stderr?.pause();
  }

  resume(): void {
    this.#child?.stdout?.resume();
    this.#child?.stderr?.resume();
  }

  #start(): ChildProcess | null {
    const { request, inherited } = this.#options;
    const [program = "", ...args] = request.words;
    const env = { ...inherited, ...request.variables };
    try {
      const child = spawn(program, args, { cwd: request.cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
      // The same event tells of signals that could not be sent, which is no news.
      child.on("error", (error) => child.pid === undefined && this.#notStarted(error));
      if (child.pid !== undefined) this.#follow(child);
      return child;
    } catch (thrown) {
      // Thrown rather than emitted for what is refused outright, an argument list too long for one.
      queueMicrotask(() => this.#notStarted(thrown as NodeJS.ErrnoException));
      return null;
    }
  }

  #notStarted({ code, message }: NodeJS.ErrnoException): void {
    this.#options.onEnd({ kind: "not-started", error: { code: code ?? null, message } });
  }

  #follow(child: ChildProcess): void {
    child.stdout?.on("data", (chunk: Buffer) => this.#options.onOutput("stdout", chunk));
    child.stderr?.on("data", (chunk: Buffer) => this.#options.onOutput("stderr", chunk));
    let drain: NodeJS.Timeout | undefined;
    child.on("exit", () => {
      this.#exited = true;
      this.resume();
      drain = setTimeout(() => stopReading(child), DRAIN_MS);
    });
    child.on("close", (code, signal) => {
      clearTimeout(drain);
      void this.#end({ kind: "exited", code, signal });
    });
  }

  #kill(groupId: number): void {
    this.#killed = true;
    signalGroup(groupId, "SIGKILL");
    this.#options.onKill();
  }

  async #end(end: CommandEnd): Promise<void> {
    if (this.#killTimer !== null) await this.#groupHasEnded();
    this.#options.onEnd(end);
  }

  async #groupHasEnded(): Promise<void> {
    while (!this.#killed && this.groupId !== null && signalGroup(this.groupId, 0)) await delay(GROUP_POLL_MS);
    if (this.#killTimer !== null) clearTimeout(this.#killTimer);
  }
}

/** One more turn of the event loop first: if it was held up, what is in the pipes has not been read yet. */
function stopReading(child: ChildProcess): void {
  setImmediate(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
}
