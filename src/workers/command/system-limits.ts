/*
 * What the operating system takes for one new process. Linux: 128 KiB for each argument or variable, with its ending
 * zero (MAX_ARG_STRLEN), and about 2 MiB for all of them together with their pointers (a quarter of the usual stack
 * limit). macOS: 1 MiB in all (ARG_MAX). Some room is left for what the loader adds.
 */
const MOST_PER_WORD_BYTES = 128 * 1024 - 1;
const MOST_IN_ALL_BYTES = (process.platform === "linux" ? 2048 : 1024) * 1024 - 64 * 1024;
const POINTER_BYTES = 8;

/** Whether one argument, or one variable as `NAME=value`, is short enough. */
export function fitsAsWord(word: string): boolean {
  // UTF-8 takes at most three bytes for each UTF-16 unit.
  return word.length * 3 <= MOST_PER_WORD_BYTES || Buffer.byteLength(word) <= MOST_PER_WORD_BYTES;
}

/** Whether words of this total size leave `otherBytes` of room. */
export function fitsInAll(words: readonly string[], otherBytes: number): boolean {
  return sizeOf(words) + otherBytes <= MOST_IN_ALL_BYTES;
}

/** Bytes that these words take in a new process. */
export function sizeOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1 + POINTER_BYTES, 0);
}

/** Bytes that these variables take in a new process. */
export function environmentSize(variables: Readonly<Record<string, string>>): number {
  let sum = 0;
  for (const name in variables) sum += name.length + 2 + POINTER_BYTES + Buffer.byteLength(variables[name] ?? "");
  return sum;
}
