import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Environment } from "./environment.js";
import type { Guardian } from "./guardian.js";
import { signalGroup } from "./process-group.js";

/** After a command's exit its pipes are read for this long when something it started still holds them open. */
const DRAIN_MS = 500;
const GROUP_POLL_MS = 50;

export type OutputStream = "stdout" | "stderr";

export type CommandEnd =
  | { readonly kind: "exited"; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: "not-started"; readonly error: NodeJS.ErrnoException };

export interface CommandRunOptions {
  readonly words: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly attemptId: string;
  readonly guardian: Pick<Guardian, "spawned" | "ended" | "kill">;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** Takes output as it comes; while the promise it may give is pending, the stream is not read. */
  readonly onOutput: (stream: OutputStream, chunk: Buffer) => Promise<void> | null;
}

/**
 * One child process, the leader of its own process group.
 *
 *   running ──exit──▶ draining (its pipes, 500 ms at most) ──▶ ended
 *      └─terminate()─▶ SIGTERM to the group ──grace──▶ SIGKILL to the group and to all that left it
 *
 * A terminated command has ended when its whole group has: a shell that dies of SIGTERM at once must not cost the
 * training below it its grace.
 */
export class CommandRun {
  readonly ended: Promise<CommandEnd>;
  readonly #options: CommandRunOptions;
  #resolve: (end: CommandEnd) => void = () => {};
  #child: ChildProcess | null = null;
  #exited = false;
  #killTimer: NodeJS.Timeout | null = null;
  #killed = false;

  constructor(options: CommandRunOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#start();
  }

  /** Begins to end it; once. */
  terminate(): void {
    const pid = this.#child?.pid;
    if (pid === undefined || this.#killTimer !== null) return;
    signalGroup(pid, "SIGTERM");
    this.#killTimer = setTimeout(() => this.#kill(pid), this.#options.graceMs);
  }

  #start(): void {
    const [program = "", ...args] = this.#options.words;
    const { cwd, env } = this.#options;
    try {
      // Its own session and process group, so that all of it can be signalled together, and a terminal's Ctrl-C is not
      // meant for it.
      const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
      this.#child = child;
      child.on("error", (error) => this.#onError(child, error));
      if (child.pid !== undefined) this.#follow(child, child.pid);
    } catch (thrown) {
      // Thrown rather than emitted for what the system refuses outright, an argument list too long for one.
      this.#resolve({ kind: "not-started", error: thrown as NodeJS.ErrnoException });
    }
  }

  /** The same event tells of a signal that could not be sent; that one is no news. */
  #onError(child: ChildProcess, error: NodeJS.ErrnoException): void {
    if (child.pid === undefined) this.#resolve({ kind: "not-started", error });
  }

  #follow(child: ChildProcess, pid: number): void {
    this.#options.guardian.spawned(this.#options.attemptId, pid);
    this.#read(child.stdout, "stdout");
    this.#read(child.stderr, "stderr");
    let drain: NodeJS.Timeout | undefined;
    child.on("exit", () => {
      this.#exited = true;
      child.stdout?.resume();
      child.stderr?.resume();
      drain = setTimeout(() => stopReading(child), DRAIN_MS);
    });
    child.on("close", (code, signal) => {
      clearTimeout(drain);
      void this.#end(pid, { kind: "exited", code, signal });
    });
  }

  #read(stream: Readable | null, name: OutputStream): void {
    stream?.on("data", (chunk: Buffer) => {
      const wait = this.#options.onOutput(name, chunk);
      // After the exit there is little left, and it is read whatever the backlog.
      if (wait === null || this.#exited) return;
      stream.pause();
      void wait.then(() => stream.resume());
    });
  }

  #kill(pid: number): void {
    this.#killed = true;
    signalGroup(pid, "SIGKILL");
    this.#options.guardian.kill(this.#options.attemptId);
  }

  async #end(pid: number, end: CommandEnd): Promise<void> {
    while (this.#killTimer !== null && !this.#killed && signalGroup(pid, 0)) await pause(GROUP_POLL_MS);
    if (this.#killTimer !== null) clearTimeout(this.#killTimer);
    this.#options.guardian.ended(this.#options.attemptId);
    this.#resolve(end);
  }
}

/** One more turn of the event loop first: if it was held up, what is in the pipes has not been read yet. */
function stopReading(child: ChildProcess): void {
  setImmediate(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
