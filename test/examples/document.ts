import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A fenced block of a Markdown document whose info string has a second word, which says what is to be done with it:
 * `sh run` and `ts run` are run, `yaml space` is checked as a space file, `python file=train.py` is written to a file
 * that later blocks use. Blocks with one word are prose.
 */
export interface Block {
  /** Of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly purpose: string;
  readonly code: string;
}

const FENCE = /^```(\S+) (\S+)\n(.*?)^```$/gms;

/** @param path of the document, relative to the repository */
export function blocksOf(path: string): readonly Block[] {
  const text = readFileSync(join(repository, path), "utf8");
  return [...text.matchAll(FENCE)].map(({ index, 1: language = "", 2: purpose = "", 3: code = "" }) => ({
    line: text.slice(0, index).split("\n").length,
    language,
    purpose,
    code,
  }));
}
