import { messageOf } from "../../base/index.js";
import type { ExecutionContext, StopReason } from "../executor.js";
import type { Assignment, AttemptRef, Outcome } from "../protocol/protocol.js";
import { type FoundMetrics, metricsInJson } from "../reporting/json-metrics.js";
import { LineReader } from "../reporting/line-reader.js";
import { LogWriter } from "../reporting/log-writer.js";
import { type MetricSource, MetricStream } from "../reporting/metric-stream.js";
import { MetricsFile } from "../reporting/metrics-file.js";
import { METRIC_MARKS, metricsInLine } from "../reporting/metrics-in-line.js";
import type { Environment } from "./environment.js";
import type { CommandEnd } from "./frames.js";
import type { CommandRun, Guardian, OutputStream } from "./guardian.js";
import type { AttemptNotices } from "./notices.js";
import { type Cause, type EndFacts, outcomeOf } from "./outcome.js";
import type { Scratch } from "./scratch.js";

export interface CommandAttemptOptions {
  readonly assignment: Assignment;
  readonly context: ExecutionContext;
  readonly scratch: Scratch;
  readonly words: readonly string[];
  readonly variables: Environment;
  /** Where commands are looked for. */
  readonly path: string | null;
  readonly guardian: Guardian;
  readonly graceMs: number;
  readonly logLimitBytes: number;
  readonly notices: AttemptNotices;
  readonly onOutput: (ref: AttemptRef, stream: OutputStream, chunk: Buffer) => void;
  readonly wasOutOfMemory: () => boolean;
}

/** One attempt from spawn to outcome: its output into logs and metrics, its limits of time, the orders to stop it. */
export class CommandAttempt {
  readonly #options: CommandAttemptOptions;
  readonly #startedAtMs = Date.now();
  readonly #startedMs = performance.now();
  readonly #logs: Readonly<Record<OutputStream, LogWriter>>;
  readonly #metrics: MetricStream;
  readonly #lines: LineReader;
  readonly #metricsFile: MetricsFile;
  #run: CommandRun | null = null;
  #activeMs = performance.now();
  /** Logs that there are, by name. */
  readonly #logFiles: Record<string, string> = {};
  #cause: Cause | null = null;

  constructor(options: CommandAttemptOptions) {
    const { scratch, assignment, context, logLimitBytes, notices } = options;
    this.#options = options;
    this.#logs = {
      stdout: new LogWriter(scratch.stdoutFile, logLimitBytes),
      stderr: new LogWriter(scratch.stderrFile, logLimitBytes),
    };
    this.#metrics = new MetricStream({ ...assignment, reporter: context.reporter });
    this.#lines = new LineReader({ marks: METRIC_MARKS, onLine: (line) => this.#readLine("stdout", line) });
    this.#metricsFile = new MetricsFile({
      path: scratch.metricsFile,
      onLine: (line) => this.#readLine("file", line),
      onNotice: (notice) => notices.add(notice),
      backlog: () => context.reporter.backlog(),
    });
  }

  async run(): Promise<Outcome> {
    const { signal } = this.#options.context;
    const stop = () => this.#stop({ state: "cancelled", reason: (signal.reason as StopReason).reason });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
    try {
      if (this.#cause !== null) return this.#outcome({ kind: "exited", code: null, signal: null });
      const { words, variables, graceMs, assignment, guardian } = this.#options;
      const request = { words, variables, graceMs, cwd: assignment.cwd };
      this.#run = guardian.run(request, (stream, chunk) => this.#takeOutput(stream, chunk));
      const end = await this.#run.ended;
      await this.#readToEnd();
      return this.#outcome(end);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Whatever is due from time to time rather than at an event. */
  tick(): void {
    this.#metricsFile.poll();
    this.#logs.stdout.flush();
    this.#logs.stderr.flush();
    const { trialTimeoutMs, idleTimeoutMs } = this.#options.assignment;
    const now = performance.now();
    if (trialTimeoutMs !== null && now - this.#startedMs >= trialTimeoutMs) {
      this.#stop({ state: "failed", reason: "timeout" });
    } else if (idleTimeoutMs !== null && now - this.#activeMs >= idleTimeoutMs) {
      this.#stop({ state: "failed", reason: "idle timeout" });
    }
  }

  /** The first cause wins. */
  #stop(cause: Cause): void {
    if (this.#cause !== null) return;
    this.#cause = cause;
    this.#metricsFile.hurry();
    this.#run?.terminate();
  }

  #takeOutput(stream: OutputStream, chunk: Buffer): Promise<void> | null {
    this.#activeMs = performance.now();
    this.#logs[stream].write(chunk);
    if (stream === "stdout") this.#lines.push(chunk);
    this.#options.onOutput(this.#options.assignment.ref, stream, chunk);
    return this.#options.context.reporter.backlog();
  }

  /** Whatever a command writes, no line of it may end more than itself. */
  #readLine(source: MetricSource, line: string): void {
    try {
      const found = source === "stdout" ? metricsInLine(line) : metricsInJson(line);
      if (found !== null) this.#takeMetrics(source, found);
    } catch (thrown) {
      this.#options.notices.add(`a line could not be read for metrics: ${messageOf(thrown)}`);
    }
  }

  #takeMetrics(source: MetricSource, found: FoundMetrics): void {
    this.#activeMs = performance.now();
    this.#metrics.take(source, found);
  }

  async #readToEnd(): Promise<void> {
    this.#lines.end();
    this.#closeLogs();
    await this.#metricsFile.finish();
  }

  #closeLogs(): void {
    const { scratch, notices } = this.#options;
    for (const stream of ["stdout", "stderr"] as const) {
      const log = this.#logs[stream];
      if (log.close()) this.#logFiles[`${stream}.txt`] = scratch[`${stream}File`];
      if (log.failure !== null) notices.add(`${stream} could not be kept whole: ${messageOf(log.failure)}`);
    }
  }

  #outcome(end: CommandEnd): Outcome {
    const { scratch, words, path, assignment, wasOutOfMemory } = this.#options;
    const facts: EndFacts = {
      end,
      cause: this.#cause,
      words,
      path,
      cwd: assignment.cwd,
      metrics: this.#metrics,
      stderrFile: scratch.stderrFile,
      wasOutOfMemory,
    };
    return {
      ...outcomeOf(facts),
      startedAtMs: this.#startedAtMs,
      durationMs: performance.now() - this.#startedMs,
      outputDirectory: scratch.outputDirectory,
      logs: this.#logFiles,
    };
  }
}
