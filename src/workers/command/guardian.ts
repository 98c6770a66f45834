import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Logger } from "../../base/index.js";
import { ATTEMPT_MARKER } from "./environment.js";

/** News for the guardian wait this long to travel together; the markers cover what it has not been told yet. */
const TELL_DELAY_MS = 20;
const RESTART_DELAY_MS = 1000;
const MOST_CLOSING_MS = 6000;
/** Between a command's end and the killing of what it left behind. */
const DEFAULT_ORPHAN_GRACE_MS = 2000;

export interface GuardianOptions {
  readonly workerId: string;
  readonly logger: Logger;
  readonly orphanGraceMs?: number;
}

/**
 * A worker's end of the pipe to its guardian process (`guardian-process.ts`): whatever ends the worker, a SIGKILL
 * included, ends all its commands within two seconds, and what a command leaves behind is killed soon after it. The
 * process is started with the first command, and again if it should die.
 */
export class Guardian {
  readonly #options: GuardianOptions;
  readonly #prefix: string;
  readonly #active = new Map<string, number>();
  #count = 0;
  #child: ChildProcess | null = null;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #untold = "";
  #timer: NodeJS.Timeout | null = null;
  #closing = false;

  constructor(options: GuardianOptions) {
    this.#options = options;
    this.#prefix = `${options.workerId}:${randomBytes(4).toString("hex")}:`;
  }

  /** A name for one execution; its whole process tree carries it as {@link ATTEMPT_MARKER}. Starts the guardian. */
  nextAttemptId(): string {
    if (this.#child === null) this.#start();
    return this.#prefix + ++this.#count;
  }

  /** Process id of the guardian, `null` before the first attempt. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  spawned(attemptId: string, pid: number): void {
    const name = this.#nameOf(attemptId);
    this.#active.set(name, pid);
    this.#tell(`+ ${name} ${pid}`);
  }

  ended(attemptId: string): void {
    const name = this.#nameOf(attemptId);
    if (this.#active.delete(name)) this.#tell(`- ${name}`);
  }

  /** Kills every process of the attempt, those that left its process group included. */
  kill(attemptId: string): void {
    this.#tell(`! ${this.#nameOf(attemptId)}`);
    this.#flush();
  }

  /** Resolves when nothing of any ended attempt is left: at once as a rule, after its grace when a command left something. */
  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (child === null) return;
    this.#tell(".");
    this.#flush();
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.stdin?.end();
    child.ref();
    await Promise.race([ended, timeout(MOST_CLOSING_MS)]);
    child.unref();
  }

  #nameOf(attemptId: string): string {
    return attemptId.slice(this.#prefix.length);
  }

  #tell(line: string): void {
    this.#untold += `${line}\n`;
    this.#timer ??= setTimeout(() => this.#flush(), TELL_DELAY_MS).unref();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#child === null) return;
    this.#child.stdin?.write(this.#untold);
    this.#untold = "";
  }

  #start(): void {
    this.#startedAtMs = performance.now();
    const { workerId, orphanGraceMs = DEFAULT_ORPHAN_GRACE_MS } = this.#options;
    const { [ATTEMPT_MARKER]: _marker, NODE_OPTIONS: _options, ...env } = process.env;
    const args = [...guardianProgram(), ATTEMPT_MARKER, this.#prefix, String(orphanGraceMs)];
    const child = spawn(process.execPath, args, { cwd: "/", env, detached: true, stdio: ["pipe", "ignore", "ignore"] });
    this.#child = child;
    child.on("exit", () => this.#onExit(workerId));
    child.on("error", (error) => this.#options.logger.error({ workerId, error: error.message }, "no guardian"));
    // A write to a guardian that has just died; its exit starts the next one.
    child.stdin?.on("error", () => {});
    // The pipe must not keep a worker alive that has nothing else to do: its end is the signal.
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
  }

  #onExit(workerId: string): void {
    this.#child = null;
    if (this.#closing || this.#active.size === 0) return;
    this.#options.logger.warn({ workerId }, "the guardian process died; starting another");
    const waitMs = Math.max(0, this.#startedAtMs + RESTART_DELAY_MS - performance.now());
    setTimeout(() => this.#startAgain(), waitMs).unref();
  }

  #startAgain(): void {
    if (this.#closing || this.#child !== null) return;
    this.#start();
    this.#untold = [...this.#active].map(([name, pid]) => `+ ${name} ${pid}\n`).join("");
    this.#flush();
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
