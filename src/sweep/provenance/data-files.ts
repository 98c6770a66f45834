import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { globFiles } from "./glob-files.js";

/** One data file as it was when the sweep ran. */
export interface DataFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** The files behind globs, and those globs that match none. */
export async function readDataFiles(
  globs: readonly string[],
  cwd: string,
): Promise<{ files: readonly DataFile[]; unmatched: readonly string[] }> {
  const matches = await Promise.all(globs.map((glob) => globFiles(glob, cwd)));
  const paths = [...new Set(matches.flat())].sort();
  const files: DataFile[] = [];
  // One after the other: reading large files at the same time would only make the disk seek.
  for (const path of paths) {
    const absolute = resolve(cwd, path);
    files.push({ path, sizeBytes: (await stat(absolute)).size, sha256: await sha256Of(absolute) });
  }
  return { files, unmatched: globs.filter((_, index) => matches[index]?.length === 0) };
}

/** One hash for a set of data files: the same for the same paths and contents. `null` when there are none. */
export function dataHash(files: readonly DataFile[]): string | null {
  if (files.length === 0) return null;
  const lines = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

/** SHA-256 of a file's content, in constant memory. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}
