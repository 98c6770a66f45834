import { closeSync, openSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs";

/** Output up to this size costs one write, when the command ends or at the next {@link LogWriter.flush}. */
const BUFFER_BYTES = 64 * 1024;
const COPY_BYTES = 1024 * 1024;

/**
 * Keeps a stream's raw bytes in a file. Past the limit the first and the last half of it stay, with a line between them
 * that says how much was left out. The last half goes round in a file of its own until the end, so memory stays
 * constant and disk use stays at the limit.
 */
export class LogWriter {
  readonly #path: string;
  readonly #headLimit: number;
  readonly #tail: RingFile;
  #buffered: Buffer[] = [];
  #bufferedBytes = 0;
  #headBytes = 0;
  #file: number | null = null;
  #failure: unknown = null;

  /** @param limitBytes size of what is kept, without the line in between; at least 2 */
  constructor(path: string, limitBytes: number) {
    this.#path = path;
    this.#headLimit = Math.floor(limitBytes / 2);
    this.#tail = new RingFile(`${path}.tail`, limitBytes - this.#headLimit);
  }

  /** What went wrong with the file (a full disk, …), after which the rest of the output is not kept; else `null`. */
  get failure(): unknown {
    return this.#failure;
  }

  write(chunk: Buffer): void {
    this.#buffered.push(chunk);
    this.#bufferedBytes += chunk.length;
    if (this.#bufferedBytes >= BUFFER_BYTES) this.flush();
  }

  /** Puts everything into the file, for whoever reads it while the command runs. */
  flush(): void {
    if (this.#bufferedBytes === 0) return;
    const bytes = this.#takeBuffered();
    this.#writing(() => {
      const head = bytes.subarray(0, this.#headLimit - this.#headBytes);
      if (head.length > 0) this.#writeHead(head);
      if (head.length < bytes.length) this.#tail.write(bytes.subarray(head.length));
    });
  }

  /** Completes the file and tells whether there is one: a stream that stayed silent leaves none. */
  close(): boolean {
    if (this.#file === null && this.#bufferedBytes === 0) return false;
    if (this.#file === null && this.#bufferedBytes <= this.#headLimit) {
      return this.#writing(() => writeFileSync(this.#path, this.#takeBuffered()));
    }
    this.flush();
    this.#writing(() => this.#appendTail());
    this.#guard(() => this.#tail.remove());
    const file = this.#file;
    if (file === null) return false;
    this.#guard(() => closeSync(file));
    this.#file = null;
    return true;
  }

  #writeHead(bytes: Buffer): void {
    this.#file ??= openSync(this.#path, "w");
    writeAll(this.#file, bytes);
    this.#headBytes += bytes.length;
  }

  #appendTail(): void {
    this.#file ??= openSync(this.#path, "w");
    const file = this.#file;
    if (this.#tail.droppedBytes > 0) {
      writeAll(file, Buffer.from(`\n[... ${this.#tail.droppedBytes} bytes left out ...]\n`));
    }
    this.#tail.copyTo(file);
  }

  #takeBuffered(): Buffer {
    const [first] = this.#buffered;
    const bytes = this.#buffered.length === 1 && first !== undefined ? first : Buffer.concat(this.#buffered);
    this.#buffered = [];
    this.#bufferedBytes = 0;
    return bytes;
  }

  /** After a failure nothing more is written: what follows a gap would mislead. */
  #writing(write: () => void): boolean {
    return this.#failure === null && this.#guard(write);
  }

  /** A log that cannot be written must not end the training: the failure is kept for the attempt's report instead. */
  #guard(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (thrown) {
      this.#failure ??= thrown;
      return false;
    }
  }
}

/** The last `sizeBytes` of what was written to it, in a file that is written round and round. */
class RingFile {
  readonly #path: string;
  readonly #sizeBytes: number;
  #file: number | null = null;
  #writtenBytes = 0;

  constructor(path: string, sizeBytes: number) {
    this.#path = path;
    this.#sizeBytes = sizeBytes;
  }

  get droppedBytes(): number {
    return Math.max(0, this.#writtenBytes - this.#sizeBytes);
  }

  write(bytes: Buffer): void {
    this.#file ??= openSync(this.#path, "w+");
    let rest = bytes;
    while (rest.length > 0) {
      const at = this.#writtenBytes % this.#sizeBytes;
      const piece = rest.subarray(0, this.#sizeBytes - at);
      writeAll(this.#file, piece, at);
      this.#writtenBytes += piece.length;
      rest = rest.subarray(piece.length);
    }
  }

  /** Appends what is left, oldest first. */
  copyTo(target: number): void {
    if (this.#file === null) return;
    const oldest = this.droppedBytes > 0 ? this.#writtenBytes % this.#sizeBytes : 0;
    const end = Math.min(this.#writtenBytes, this.#sizeBytes);
    copyRange(this.#file, target, { from: oldest, to: end });
    copyRange(this.#file, target, { from: 0, to: oldest });
  }

  remove(): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    this.#file = null;
    rmSync(this.#path, { force: true });
  }
}

function copyRange(source: number, target: number, { from, to }: { from: number; to: number }): void {
  const buffer = Buffer.allocUnsafe(Math.min(COPY_BYTES, Math.max(0, to - from)));
  for (let at = from; at < to; ) {
    const length = readSync(source, buffer, 0, Math.min(buffer.length, to - at), at);
    if (length === 0) return;
    writeAll(target, buffer.subarray(0, length));
    at += length;
  }
}

/** `writeSync` may write a part only. */
function writeAll(file: number, bytes: Buffer, position?: number): void {
  for (let done = 0; done < bytes.length; ) {
    const at = position === undefined ? null : position + done;
    done += writeSync(file, bytes, done, bytes.length - done, at);
  }
}
