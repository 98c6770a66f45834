import { closeSync, openSync, readSync, statSync } from "node:fs";
import { type FoundMetrics, metricsInJson } from "./json-metrics.js";
import { LineReader } from "./line-reader.js";

const CHUNK_BYTES = 64 * 1024;

export interface MetricsFileOptions {
  readonly path: string;
  readonly onMetrics: (found: FoundMetrics) => void;
  /** Asked between chunks; while it gives a promise, reading waits. */
  readonly backlog: () => Promise<void> | null;
}

/** Follows a file of JSON lines that a command appends to. A last line without its ending is kept until it has one. */
export class MetricsFile {
  readonly #options: MetricsFileOptions;
  readonly #lines: LineReader;
  #offset = 0;
  #reading: Promise<void> | null = null;

  constructor(options: MetricsFileOptions) {
    this.#options = options;
    this.#lines = new LineReader({
      marks: [":".charCodeAt(0)],
      onLine: (line) => {
        const found = metricsInJson(line);
        if (found !== null) options.onMetrics(found);
      },
    });
  }

  /** Reads what has been added. Does nothing while an earlier call is still at it. */
  poll(): void {
    if (this.#reading !== null || !this.#hasMore()) return;
    // A file that cannot be read now is read again, and complained about, at the end.
    this.#readOn().catch(() => {});
  }

  /**
   * Reads to the end; a last line counts even without an ending.
   *
   * @throws what the system says when the file cannot be read
   */
  async finish(): Promise<void> {
    await this.#reading?.catch(() => {});
    if (this.#hasMore()) await this.#readOn();
    this.#lines.end();
  }

  #hasMore(): boolean {
    const size = statSync(this.#options.path, { throwIfNoEntry: false })?.size ?? 0;
    // Rewritten from its start: all of it is news.
    if (size < this.#offset) this.#offset = 0;
    return size > this.#offset;
  }

  #readOn(): Promise<void> {
    this.#reading = this.#readToEnd().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readToEnd(): Promise<void> {
    const file = openSync(this.#options.path, "r");
    try {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      for (;;) {
        const length = readSync(file, chunk, 0, CHUNK_BYTES, this.#offset);
        if (length === 0) return;
        this.#offset += length;
        this.#lines.push(chunk.subarray(0, length));
        await this.#options.backlog();
      }
    } finally {
      closeSync(file);
    }
  }
}
