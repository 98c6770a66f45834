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
  try {
    const file = openSync(path, "r");
    try {
      return readEndOf(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // The log could not be written (a full disk), or the command put something else there: there are no last words.
    return "";
  }
}

function readEndOf(file: number): string {
  const size = fstatSync(file).size;
  const length = Math.min(size, MOST_BYTES);
  const buffer = Buffer.alloc(length);
  readSync(file, buffer, 0, length, size - length);
  return buffer.toString("utf8");
}
