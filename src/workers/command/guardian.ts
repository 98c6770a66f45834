import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Logger } from "../../base/index.js";
import { ATTEMPT_MARKER, type Environment } from "./environment.js";
import { type CommandEnd, encodeFrame, FRAME, type Frame, FrameReader, type SpawnRequest } from "./frames.js";
import { markedProcesses } from "./marked-processes.js";
import { signalProcess } from "./process-group.js";

const MOST_CLOSING_MS = 6000;
const DEFAULT_ORPHAN_GRACE_MS = 2000;

export interface GuardianOptions {
  readonly workerId: string;
  /** What every command inherits. */
  readonly inherited: Environment;
  /** Between a command's end and the killing of what it left running; 2 s unless given. */
  readonly orphanGraceMs?: number;
  readonly logger: Logger;
}

export type OutputStream = "stdout" | "stderr";

/** Takes output as it comes; while the promise it may give is pending, no more of this command's is read. */
export type OnOutput = (stream: OutputStream, chunk: Buffer) => Promise<void> | null;

/** A command that the guardian runs. */
export interface CommandRun {
  readonly ended: Promise<CommandEnd>;
  /** SIGTERM to its process group, grace, SIGKILL; once begun it goes on. */
  terminate(): void;
}

interface Running {
  readonly onOutput: OnOutput;
  readonly end: (end: CommandEnd) => void;
}

/**
 * A worker's side of its guardian process (`guardian-process.ts`), which starts the commands: whatever ends the worker,
 * a SIGKILL included, ends all of them within two seconds, and what a command leaves behind is killed soon after it.
 */
export class Guardian {
  readonly #options: GuardianOptions;
  /** Begins the marker of every command, so that one look at the machine finds all of this worker's. */
  readonly #prefix: string;
  readonly #running = new Map<number, Running>();
  #count = 0;
  #process: GuardianProcess | null = null;
  #closing = false;

  constructor(options: GuardianOptions) {
    this.#options = options;
    this.#prefix = `${options.workerId}:${randomBytes(4).toString("hex")}:`;
  }

  /** Starts the process if there is none; the first command, and one after it has died, do so themselves. */
  start(): void {
    if (this.#process !== null) return;
    const { orphanGraceMs = DEFAULT_ORPHAN_GRACE_MS, inherited } = this.#options;
    const args = [ATTEMPT_MARKER, this.#prefix, String(orphanGraceMs)];
    this.#process = new GuardianProcess(args, {
      onFrame: (frame) => this.#obey(frame),
      onExit: (end) => this.#onExit(end),
    });
    this.#process.send(encodeFrame(FRAME.inherit, 0, JSON.stringify(inherited)));
  }

  /** Runs a command with the inherited variables, its own, and the {@link ATTEMPT_MARKER}. */
  run(request: SpawnRequest, onOutput: OnOutput): CommandRun {
    const id = ++this.#count;
    const ended = new Promise<CommandEnd>((end) => this.#running.set(id, { onOutput, end }));
    this.start();
    this.#process?.send(encodeFrame(FRAME.spawn, id, JSON.stringify(request)));
    return { ended, terminate: () => this.#process?.send(encodeFrame(FRAME.terminate, id)) };
  }

  /** Resolves when nothing of any command is left: at once as a rule, after its grace when one left something. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#process?.close();
  }

  #obey({ kind, command, payload }: Frame): void {
    const running = this.#running.get(command);
    if (running === undefined) return;
    if (kind === FRAME.stdout) this.#takeOutput(command, running.onOutput("stdout", payload));
    else if (kind === FRAME.stderr) this.#takeOutput(command, running.onOutput("stderr", payload));
    else if (kind === FRAME.ended) this.#end(command, running, JSON.parse(payload.toString()) as CommandEnd);
  }

  #takeOutput(command: number, wait: Promise<void> | null): void {
    if (wait === null) return;
    this.#process?.send(encodeFrame(FRAME.pause, command));
    void wait.then(() => this.#process?.send(encodeFrame(FRAME.resume, command)));
  }

  #end(command: number, running: Running, end: CommandEnd): void {
    this.#running.delete(command);
    running.end(end);
  }

  /** The commands' pipes went with it, so they cannot go on; another one starts with the next command. */
  #onExit(end: CommandEnd): void {
    this.#process = null;
    if (!this.#closing) this.#options.logger.warn({ worker: this.#options.workerId }, "the guardian process died");
    if (this.#running.size === 0) return;
    for (const { pid } of markedProcesses(ATTEMPT_MARKER, this.#prefix)) signalProcess(pid, "SIGKILL");
    for (const [command, running] of this.#running) this.#end(command, running, end);
  }
}

interface GuardianEvents {
  readonly onFrame: (frame: Frame) => void;
  /** What this means for the commands it ran. */
  readonly onExit: (end: CommandEnd) => void;
}

/** One guardian process and the socket to it. */
class GuardianProcess {
  readonly #child: ChildProcess;
  readonly #channel: Socket;
  #hasSpoken = false;

  constructor(args: readonly string[], { onFrame, onExit }: GuardianEvents) {
    // It would count as a part of an outer sweep's trial and die with that, before its own commands do.
    const { [ATTEMPT_MARKER]: _marker, NODE_OPTIONS: _options, ...env } = process.env;
    const stdio = ["ignore", "ignore", "ignore", "pipe"] as const;
    const program = [...guardianProgram(), ...args];
    this.#child = spawn(process.execPath, program, { cwd: "/", env, detached: true, stdio: [...stdio] });
    this.#channel = this.#child.stdio[3] as Socket;
    const reader = new FrameReader(onFrame);
    this.#channel.on("data", (chunk: Buffer) => {
      this.#hasSpoken = true;
      reader.push(chunk);
    });
    // Writing to a guardian that has just died; its exit is handled below.
    this.#channel.on("error", () => {});
    const couldNotStart = (message: string) => onExit({ kind: "not-started", error: { code: null, message } });
    this.#child.on("error", (error) => couldNotStart(`the guardian process could not be started: ${error.message}`));
    this.#child.on("exit", (code, signal) => {
      // One that somebody killed can be replaced; one that ends by itself before its first word never will do better.
      if (this.#hasSpoken || signal !== null) onExit({ kind: "lost" });
      else couldNotStart(`the guardian process ended at once (exit code ${code})`);
    });
    // It must not keep a worker alive that has nothing else to do: the worker's end is its signal.
    this.#child.unref();
    this.#channel.unref();
  }

  send(frame: Buffer): void {
    if (this.#channel.writable) this.#channel.write(frame);
  }

  async close(): Promise<void> {
    const exited = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#channel.end(encodeFrame(FRAME.close));
    this.#child.ref();
    await Promise.race([exited, timeout(MOST_CLOSING_MS)]);
    this.#child.unref();
  }
}

/** Node's arguments that run the guardian: compiled beside this file, or from source while developing. */
function guardianProgram(): string[] {
  const compiled = fileURLToPath(new URL("./guardian-process.js", import.meta.url));
  if (existsSync(compiled)) return [compiled];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return ["--import", loader, fileURLToPath(new URL("./guardian-process.ts", import.meta.url))];
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
