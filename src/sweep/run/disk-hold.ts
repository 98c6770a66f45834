import { statfs } from "node:fs/promises";

const LEAST_FREE_BYTES = 200 * 1024 * 1024;

/** Why no trial should start now: the disk of `folder` is almost full. `null` when it is not. */
export async function diskHold(folder: string): Promise<string | null> {
  // A file system that cannot say how much is free is no reason to wait.
  const disk = await statfs(folder).catch(() => null);
  if (disk === null) return null;
  const freeBytes = disk.bavail * disk.bsize;
  if (freeBytes >= LEAST_FREE_BYTES) return null;
  const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
  return `only ${megabytes(freeBytes)} MB are free on the disk of ${folder}; at least ${megabytes(LEAST_FREE_BYTES)} are needed`;
}
