import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A TypeScript program of the tests, running as a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** What it has printed so far, by line. */
  readonly lines: readonly string[];
  /** Resolves with the rest of the first line that starts so. */
  saidLine(start: string): Promise<string>;
  readonly exited: Promise<number | null>;
}

/** @param program path below `test/workers` */
export function startChild(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Child {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", path, ...args], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const saidLine = (start: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const line = lines.find((candidate) => candidate.startsWith(start));
        if (line !== undefined) resolve(line.slice(start.length));
      };
      waiting.add(look);
      look();
      void exited.then((code) => reject(new Error(`ended with ${code} before it said "${start}"`)));
    });
  return { process: child, lines, saidLine, exited };
}
