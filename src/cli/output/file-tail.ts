import { open } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** A file that may still grow, and may move once it is complete. */
export interface GrowingFile {
  readonly path: string;
  readonly finished: boolean;
}

const POLL_MS = 200;
const CHUNK_BYTES = 64 * 1024;

/** Copies a file to stdout as it stands, byte for byte. */
export async function printFile(path: string): Promise<void> {
  await printFrom(path, 0);
}

/** Copies a file to stdout until its writer has ended, wherever it lies by then. */
export async function followFile(current: () => Promise<GrowingFile>): Promise<void> {
  let offset = 0;
  for (;;) {
    // Asked before reading, so that what was written up to the end is printed.
    const { path, finished } = await current();
    offset = await printFrom(path, offset);
    if (finished) return;
    await wait(POLL_MS);
  }
}

/** @returns the offset after the last byte printed */
async function printFrom(path: string, start: number): Promise<number> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    // A trial that has printed nothing yet has no file yet; one that has just ended is moved.
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return start;
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let offset = start;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, offset);
      if (bytesRead === 0) return offset;
      offset += bytesRead;
      // Waits for a slow reader instead of filling memory.
      const chunk = Buffer.from(buffer.subarray(0, bytesRead));
      await new Promise<void>((resolve) => process.stdout.write(chunk, () => resolve()));
    }
  } finally {
    await file.close();
  }
}
