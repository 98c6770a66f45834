import { constants, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { messageOf } from "../../base/index.js";
import { LineReader } from "./line-reader.js";

const CHUNK_BYTES = 64 * 1024;
const MEBIBYTE = 1024 * 1024;
/** Read of one attempt's file in all: millions of points. */
const MOST_BYTES = 256 * MEBIBYTE;
/** Read after {@link MetricsFile.hurry}, for the last words of a command. */
const HURRIED_BYTES = MEBIBYTE;

export interface MetricsFileOptions {
  readonly path: string;
  readonly onLine: (line: string) => void;
  /** Hears what of the file could not be, or was not, read. */
  readonly onNotice: (notice: string) => void;
  /** Asked between chunks; while it gives a promise, reading waits. */
  readonly backlog: () => Promise<void> | null;
}

/**
 * Follows a file of JSON lines that a command appends to. A last line without its ending is kept until it has one. The
 * command may do to its file whatever it likes: nothing here throws, waits for long or reads without end.
 */
export class MetricsFile {
  readonly #options: MetricsFileOptions;
  readonly #lines: LineReader;
  #offset = 0;
  #readBytes = 0;
  #mostBytes = MOST_BYTES;
  #reading: Promise<void> | null = null;

  constructor(options: MetricsFileOptions) {
    this.#options = options;
    this.#lines = new LineReader({ marks: [":".charCodeAt(0)], onLine: options.onLine });
  }

  /** Reads what has been added. Does nothing while an earlier call is still at it. */
  poll(): void {
    // A file that cannot be read now is read again, and complained about, at the end.
    if (this.#reading === null) this.#readOn().catch(() => {});
  }

  /** Of what follows only the beginning is read: the attempt is to end soon. */
  hurry(): void {
    this.#mostBytes = Math.min(this.#mostBytes, this.#readBytes + HURRIED_BYTES);
  }

  /** Reads to the end; a last line counts even without an ending. */
  async finish(): Promise<void> {
    const { onNotice } = this.#options;
    try {
      await this.#reading?.catch(() => {});
      await this.#readOn();
      if (this.#isSated && this.#hasMore()) {
        onNotice(`the metrics file beyond ${Math.floor(this.#readBytes / MEBIBYTE)} MiB was not read`);
      }
    } catch (thrown) {
      onNotice(`the metrics file could not be read: ${messageOf(thrown)}`);
    }
    this.#lines.end();
  }

  get #isSated(): boolean {
    return this.#readBytes >= this.#mostBytes;
  }

  #hasMore(): boolean {
    const size = statSync(this.#options.path, { throwIfNoEntry: false })?.size ?? 0;
    // Rewritten from its start: all of it is news.
    if (size < this.#offset) this.#offset = 0;
    return size > this.#offset;
  }

  #readOn(): Promise<void> {
    this.#reading = this.#readWhatIsThere().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readWhatIsThere(): Promise<void> {
    if (this.#isSated || !this.#hasMore()) return;
    // A pipe that took the file's place since is not waited for.
    const file = await open(this.#options.path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      await this.#readToEnd(file);
    } finally {
      await file.close();
    }
  }

  async #readToEnd(file: FileHandle): Promise<void> {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    while (!this.#isSated) {
      // Not the synchronous read: between the chunks of a long file, everything else has its turn.
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      this.#readBytes += bytesRead;
      this.#lines.push(chunk.subarray(0, bytesRead));
      await this.#options.backlog();
    }
  }
}
