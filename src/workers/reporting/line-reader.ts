import { stripVTControlCharacters } from "node:util";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const ESCAPE = "\x1b";

/** Longer lines are cut here and their rest is skipped: nothing metric-shaped is longer. */
const MOST_LINE_BYTES = 64 * 1024;

export interface LineReaderOptions {
  /** Only lines holding one of these bytes are delivered: whole stretches without them are skipped unread. */
  readonly marks: readonly number[];
  /** The line without its ending and without terminal control sequences; bytes that are no UTF-8 become U+FFFD. */
  readonly onLine: (line: string) => void;
}

/**
 * Cuts a stream of bytes into lines, at line feeds and at the carriage returns of progress bars, in constant memory
 * whatever comes. Bytes are joined before they are decoded, so no character is cut in half.
 */
export class LineReader {
  readonly #options: LineReaderOptions;
  /** The unfinished line so far, at most {@link MOST_LINE_BYTES}. */
  #carried: Buffer[] = [];
  #carriedBytes = 0;

  constructor(options: LineReaderOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): void {
    const ends = new Positions(chunk, [LINE_FEED, CARRIAGE_RETURN]);
    const firstEnd = ends.next(0);
    if (firstEnd < 0) {
      this.#carry(chunk);
      return;
    }
    this.#carry(chunk.subarray(0, firstEnd));
    this.#deliverCarried();
    const rest = this.#deliverWholeLines(chunk, ends, firstEnd + 1);
    this.#carry(chunk.subarray(rest));
  }

  /** Delivers a last line that has no ending. */
  end(): void {
    this.#deliverCarried();
  }

  /** @returns where the unfinished last line of the chunk starts */
  #deliverWholeLines(chunk: Buffer, ends: Positions, from: number): number {
    const marks = new Positions(chunk, this.#options.marks);
    let at = from;
    for (let mark = marks.next(at); mark >= 0; mark = marks.next(at)) {
      const end = ends.next(mark);
      if (end < 0) break;
      const start = Math.max(at, lastEndBefore(chunk, at, mark) + 1);
      this.#deliver(chunk.subarray(start, end));
      at = end + 1;
    }
    return Math.max(at, lastEndBefore(chunk, at, chunk.length) + 1);
  }

  #carry(piece: Buffer): void {
    const room = MOST_LINE_BYTES - this.#carriedBytes;
    if (room === 0 || piece.length === 0) return;
    // A copy, so that a few carried bytes do not keep a whole chunk alive.
    const kept = Buffer.from(piece.subarray(0, room));
    this.#carried.push(kept);
    this.#carriedBytes += kept.length;
  }

  #deliverCarried(): void {
    if (this.#carriedBytes === 0) return;
    const line = Buffer.concat(this.#carried);
    this.#carried = [];
    this.#carriedBytes = 0;
    if (this.#options.marks.some((mark) => line.includes(mark))) this.#deliver(line);
  }

  #deliver(bytes: Buffer): void {
    const text = bytes.subarray(0, MOST_LINE_BYTES).toString("utf8");
    this.#options.onLine(text.includes(ESCAPE) ? stripVTControlCharacters(text) : text);
  }
}

/** Where the last line ending in [from, to) is, or -1. */
function lastEndBefore(chunk: Buffer, from: number, to: number): number {
  const stretch = chunk.subarray(from, to);
  const last = Math.max(stretch.lastIndexOf(LINE_FEED), stretch.lastIndexOf(CARRIAGE_RETURN));
  return last < 0 ? -1 : from + last;
}

/** Finds the next of several bytes. Remembers where each was last found, so a rare one is not searched for again. */
class Positions {
  readonly #chunk: Buffer;
  readonly #bytes: readonly number[];
  readonly #found: number[];

  constructor(chunk: Buffer, bytes: readonly number[]) {
    this.#chunk = chunk;
    this.#bytes = bytes;
    this.#found = bytes.map(() => -1);
  }

  /** The first position at or after `from`, or -1; `from` never decreases between calls. */
  next(from: number): number {
    let nearest = Number.POSITIVE_INFINITY;
    this.#bytes.forEach((byte, index) => {
      let found = this.#found[index] ?? -1;
      if (found < from) {
        const position = this.#chunk.indexOf(byte, from);
        found = position < 0 ? Number.POSITIVE_INFINITY : position;
        this.#found[index] = found;
      }
      nearest = Math.min(nearest, found);
    });
    return nearest === Number.POSITIVE_INFINITY ? -1 : nearest;
  }
}
