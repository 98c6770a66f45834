import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const LINES = 50;
const MOST_BYTES = 32 * 1024;

/** The end of a log as text fit for a message: its last 50 lines, without terminal control characters. */
export function lastLines(path: string): string {
  const text = stripVTControlCharacters(readEnd(path)).replace(/\r\n?/g, "\n");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const printable = text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
  return printable.trimEnd().split("\n").slice(-LINES).join("\n");
}

function readEnd(path: string): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    // The log could not be written (a full disk): there are no last words.
    return "";
  }
  try {
    const size = fstatSync(file).size;
    const length = Math.min(size, MOST_BYTES);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, size - length);
    return buffer.toString("utf8");
  } finally {
    closeSync(file);
  }
}
