/*
 * What travels between a worker and its guardian, both ways over one socket: frames of a command's number (4 bytes), a
 * kind (1 byte), the payload's length (4 bytes) and the payload; numbers little-endian.
 */
const HEADER_BYTES = 9;

/** Kinds of frames, with their payload. */
export const FRAME = {
  /** To the guardian, JSON: the variables every command inherits. */
  inherit: 1,
  /** To the guardian, JSON {@link SpawnRequest}. */
  spawn: 2,
  /** To the guardian: end this command; SIGTERM, grace, SIGKILL. */
  terminate: 3,
  /** To the guardian: do not read this command's output for now. */
  pause: 4,
  resume: 5,
  /** To the guardian: the worker is about to end in good order. */
  close: 6,
  /** To the worker, raw bytes. */
  stdout: 7,
  stderr: 8,
  /** To the worker, JSON {@link CommandEnd}; the last frame of its command. */
  ended: 9,
} as const;

export interface SpawnRequest {
  readonly words: readonly string[];
  readonly cwd: string;
  /** Variables besides the inherited ones. */
  readonly variables: Readonly<Record<string, string>>;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: "exited"; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: "not-started"; readonly error: { readonly code: string | null; readonly message: string } }
  /** The guardian died; what became of the command is unknown, and it has been killed. */
  | { readonly kind: "lost" };

export interface Frame {
  readonly command: number;
  readonly kind: number;
  readonly payload: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** A frame's bytes in one piece. */
export function encodeFrame(kind: number, command = 0, payload: Buffer | string = NOTHING): Buffer {
  const length = typeof payload === "string" ? Buffer.byteLength(payload) : payload.length;
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length);
  frame.writeUInt32LE(command, 0);
  frame.writeUInt8(kind, 4);
  frame.writeUInt32LE(length, 5);
  if (typeof payload === "string") frame.write(payload, HEADER_BYTES);
  else payload.copy(frame, HEADER_BYTES);
  return frame;
}

/** Puts frames together again from whatever pieces a socket delivers. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #needed = HEADER_BYTES;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes < this.#needed) return;
    const [first] = this.#pieces;
    const bytes = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    const rest = bytes.subarray(this.#readAll(bytes));
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#bytes = rest.length;
  }

  /** @returns how many bytes were whole frames */
  #readAll(bytes: Buffer): number {
    let at = 0;
    for (;;) {
      this.#needed = HEADER_BYTES;
      if (bytes.length - at < HEADER_BYTES) return at;
      this.#needed += bytes.readUInt32LE(at + 5);
      if (bytes.length - at < this.#needed) return at;
      const payload = bytes.subarray(at + HEADER_BYTES, at + this.#needed);
      this.#onFrame({ command: bytes.readUInt32LE(at), kind: bytes.readUInt8(at + 4), payload });
      at += this.#needed;
    }
  }
}
