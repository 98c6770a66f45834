import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Starts a TypeScript program beside the tests as a process of its own. */
export function startChild(script: URL, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", fileURLToPath(script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    ...options,
  });
}

/** The lines a child prints, until it ends or `enough` says so. */
export async function linesOf(child: ChildProcess, enough: (line: string) => boolean = () => false): Promise<string[]> {
  if (child.stdout === null) throw new Error("the child's output is not piped");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (enough(line)) break;
  }
  return lines;
}

export async function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return { code: child.exitCode, signal: child.signalCode };
}
