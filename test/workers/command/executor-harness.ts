import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Json, silentLogger } from "../../../src/base/index.js";
import {
  type Assignment,
  CommandExecutor,
  type CommandExecutorOptions,
  type MetricPoint,
  type Outcome,
  type StopReason,
} from "../../../src/workers/index.js";
import { assignmentOf } from "../assignment.js";

/** Path of a small program in `test/fixtures/commands`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/commands/${name}`, import.meta.url));
}

/** An executor on a folder of its own, and all that its attempts said. */
export class ExecutorHarness {
  readonly folder = mkdtempSync(join(tmpdir(), "executor-"));
  readonly executor: CommandExecutor;
  readonly metrics: MetricPoint[] = [];
  readonly tags: Record<string, string> = {};
  backlog: () => Promise<void> | null = () => null;
  #count = 0;

  constructor(options: Partial<CommandExecutorOptions> = {}) {
    this.executor = new CommandExecutor({
      worker: { id: `test-${process.pid}`, host: "h", pid: process.pid },
      scratchRoot: join(this.folder, "trials"),
      logger: silentLogger,
      ...options,
    });
  }

  /** Forgets what was said so far; trials of before stay on disk. */
  reset(): void {
    this.metrics.length = 0;
    for (const key of Object.keys(this.tags)) delete this.tags[key];
    this.backlog = () => null;
  }

  /** Runs a command as a new trial. */
  run(
    command: readonly string[],
    parts: Partial<Assignment> = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Outcome> {
    const ref = { sweepId: "s1", trialNumber: ++this.#count, attempt: 1 };
    const reporter = {
      metric: (point: MetricPoint) => void this.metrics.push(point),
      retract: (key: string) =>
        this.metrics.splice(0, this.metrics.length, ...this.metrics.filter((point) => point.key !== key)),
      param: (_key: string, _value: Json) => {},
      tag: (key: string, value: string) => {
        this.tags[key] = value;
      },
      backlog: () => this.backlog(),
    };
    return this.executor.execute(assignmentOf({ ref, command, cwd: this.folder, ...parts }), { reporter, signal });
  }

  sh(script: string, parts: Partial<Assignment> = {}, signal?: AbortSignal): Promise<Outcome> {
    return this.run(["sh", "-c", script], parts, signal);
  }
}

export const STOP: StopReason = { kind: "stop", reason: "pruned" };
