import { resolve } from "node:path";
import { type Logger, SweepError } from "../../base/index.js";
import type { ExecutionContext, Executor } from "../executor.js";
import type { Assignment, AttemptRef, Outcome, WorkerIdentity } from "../protocol/protocol.js";
import { CommandAttempt } from "./command-attempt.js";
import { type CommandLine, commandLine } from "./command-line.js";
import { attemptEnvironment, type Environment, inheritedEnvironment } from "./environment.js";
import { Guardian, type OutputStream } from "./guardian.js";
import { AttemptNotices } from "./notices.js";
import { outOfMemoryKills } from "./out-of-memory.js";
import { prepareScratch, type Scratch } from "./scratch.js";
import { environmentSize } from "./system-limits.js";

const DEFAULT_GRACE_MS = 10_000;
const DEFAULT_LOG_LIMIT_BYTES = 64 * 1024 * 1024;
const TICK_MS = 100;

export interface CommandExecutorOptions {
  readonly worker: WorkerIdentity;
  /** Folder for what attempts leave: `<sweep>/<trial>/<attempt>/`. */
  readonly scratchRoot: string;
  /** Between SIGTERM and SIGKILL; 10 s unless given. */
  readonly graceMs?: number;
  /** What is kept of each of stdout and stderr, head and tail; 64 MiB unless given. */
  readonly logLimitBytes?: number;
  /** Between a command's end and the killing of what it left running; 2 s unless given. */
  readonly orphanGraceMs?: number;
  readonly logger: Logger;
  /** Sees every chunk of output as it comes, for whoever wants to show it live. */
  readonly onOutput?: (ref: AttemptRef, stream: OutputStream, chunk: Buffer) => void;
}

/** Runs each attempt as a child process with a process group of its own, watched by one guardian for all. */
export class CommandExecutor implements Executor {
  readonly #options: CommandExecutorOptions;
  readonly #scratchRoot: string;
  readonly #inherited = inheritedEnvironment();
  readonly #inheritedBytes = environmentSize(this.#inherited);
  readonly #guardian: Guardian;
  readonly #attempts = new Set<CommandAttempt>();
  #ticker: NodeJS.Timeout | null = null;
  #outOfMemoryKills = outOfMemoryKills();

  constructor(options: CommandExecutorOptions) {
    this.#options = options;
    this.#scratchRoot = resolve(options.scratchRoot);
    this.#guardian = new Guardian({ ...options, workerId: options.worker.id, inherited: this.#inherited });
    // Not with the first command only: it takes some 50 ms to start, which pass beside whatever else is being set up.
    this.#guardian.start();
  }

  async execute(assignment: Assignment, context: ExecutionContext): Promise<Outcome> {
    const startedAtMs = Date.now();
    let attempt: CommandAttempt;
    try {
      attempt = this.#prepare(assignment, context);
    } catch (thrown) {
      if (thrown instanceof SweepError) return refused(thrown, startedAtMs);
      throw thrown;
    }
    this.#watch(attempt);
    try {
      return await attempt.run();
    } finally {
      this.#unwatch(attempt);
    }
  }

  /** Waits until nothing of any attempt is left running: no time as a rule, a few seconds at most. */
  async close(): Promise<void> {
    await this.#guardian.close();
  }

  #prepare(assignment: Assignment, context: ExecutionContext): CommandAttempt {
    const scratch = prepareScratch(this.#scratchRoot, assignment);
    const variables = attemptEnvironment({ assignment, paths: scratch, inherited: this.#inherited });
    const notices = new AttemptNotices(assignment.ref, { ...context, logger: this.#options.logger });
    const { words, notice } = this.#commandLine(assignment, { scratch, variables });
    context.reporter.tag("sweep.command", JSON.stringify(words));
    if (notice !== null) notices.add(notice);
    const { graceMs, logLimitBytes, onOutput } = this.#options;
    return new CommandAttempt({
      assignment,
      context,
      scratch,
      words,
      variables,
      path: variables.PATH ?? this.#inherited.PATH ?? null,
      guardian: this.#guardian,
      graceMs: graceMs ?? DEFAULT_GRACE_MS,
      logLimitBytes: logLimitBytes ?? DEFAULT_LOG_LIMIT_BYTES,
      notices,
      onOutput: onOutput ?? (() => {}),
      wasOutOfMemory: () => this.#wasOutOfMemory(),
    });
  }

  #commandLine(
    { command, params }: Assignment,
    { scratch, variables }: { scratch: Scratch; variables: Environment },
  ): CommandLine {
    if (command === null || command.length === 0)
      throw new SweepError("bad-argument", "the sweep has no command to run");
    const environmentBytes = this.#inheritedBytes + environmentSize(variables);
    return commandLine({ words: command, params, paramsFile: scratch.paramsFile, environmentBytes });
  }

  /** One timer for all attempts, so that short ones never wait for one of their own. */
  #watch(attempt: CommandAttempt): void {
    this.#attempts.add(attempt);
    this.#ticker ??= setInterval(() => {
      for (const watched of this.#attempts) watched.tick();
    }, TICK_MS);
  }

  #unwatch(attempt: CommandAttempt): void {
    this.#attempts.delete(attempt);
    if (this.#attempts.size > 0 || this.#ticker === null) return;
    clearInterval(this.#ticker);
    this.#ticker = null;
  }

  #wasOutOfMemory(): boolean {
    const before = this.#outOfMemoryKills;
    this.#outOfMemoryKills = outOfMemoryKills();
    return before !== null && this.#outOfMemoryKills !== null && this.#outOfMemoryKills > before;
  }
}

/** An attempt that could not even be prepared. */
function refused(error: SweepError, startedAtMs: number): Outcome {
  const facts = { startedAtMs, durationMs: Date.now() - startedAtMs, outputDirectory: null, logs: {} };
  if (error.code === "command-not-startable") return { ...facts, state: "not_startable", reason: error.message };
  return { ...facts, state: "failed", reason: error.message, exitCode: null, stderrTail: "" };
}
