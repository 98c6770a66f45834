import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { SweepError } from "../../base/index.js";
import { explainStartFailure } from "./start-failure.js";

/** A command before any trial's params are put into it. */
export interface UnstartedCommand {
  readonly words: readonly string[];
  readonly cwd: string;
  /** Where it is looked for; `null`: wherever the system looks by itself. */
  readonly path: string | null;
}

/**
 * Finds out whether this machine could start a command, without starting it. A program that a placeholder names, or whose
 * own interpreter is missing, is only found out by starting it.
 *
 * @throws SweepError `command-not-startable`
 */
export function checkStartable({ words, cwd, path }: UnstartedCommand): void {
  const program = words[0] ?? "";
  const isFolder = statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true;
  const code = isFolder ? failureOf(program, { cwd, path }) : "ENOENT";
  if (code === null) return;
  const { reason } = explainStartFailure({ code, message: code }, { words, cwd, path });
  throw new SweepError("command-not-startable", reason);
}

/** The error that the system's own search would end with. */
function failureOf(program: string, { cwd, path }: Omit<UnstartedCommand, "words">): "ENOENT" | "EACCES" | null {
  if (program.includes("{")) return null;
  if (program.includes("/")) return standing(resolve(cwd, program));
  if (path === null) return null;
  // An empty entry of PATH is the working directory.
  const failures = path.split(delimiter).map((folder) => standing(resolve(cwd, folder, program)));
  if (failures.includes(null)) return null;
  return failures.includes("EACCES") ? "EACCES" : "ENOENT";
}

function standing(file: string): "ENOENT" | "EACCES" | null {
  try {
    if (!statSync(file).isFile()) return "EACCES";
  } catch {
    // Whatever is in the way of looking at it is in the way of starting it, and does not end the search.
    return "ENOENT";
  }
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return "EACCES";
  }
}
