import { statSync } from "node:fs";

/** A command that could not be started, put in words. */
export interface StartFailure {
  readonly reason: string;
  /** No attempt with this command can be started by this worker. */
  readonly isLasting: boolean;
}

/** The system's answer. */
export interface StartError {
  readonly code: string | null;
  readonly message: string;
}

/** Tells a bad working directory from a bad command: the system gives the same error for both. */
export function explainStartFailure(
  error: StartError,
  { words, cwd, path }: { words: readonly string[]; cwd: string; path: string | null },
): StartFailure {
  const command = JSON.stringify(words[0] ?? "");
  const where = `working directory ${cwd}, PATH ${path ?? "not set"}`;
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    return { isLasting: true, reason: `the working directory ${cwd} does not exist or is no folder` };
  }
  if (error.code === "ENOENT") return { isLasting: true, reason: `command not found: ${command} (${where})` };
  if (error.code === "EACCES" || error.code === "ENOTDIR") {
    return { isLasting: true, reason: `command not executable: ${command} (${where})` };
  }
  return { isLasting: false, reason: `the command ${command} could not be started: ${error.message}` };
}
