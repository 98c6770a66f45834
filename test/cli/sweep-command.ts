import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const loader = import.meta.resolve("tsx");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own under the system's temporary one. The caller removes it. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "sweep-cli-"));
}

/** A process of the command line. */
export interface Started {
  readonly ended: Promise<Ended>;
  /** What it has printed so far, both streams together. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the command line from its sources, as a process in `folder`. */
export function start(folder: string, ...words: readonly string[]): Started {
  // Whoever runs the tests is not how the command line was started.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:SWEEP|npm)_/.test(name));
  const child = spawn(process.execPath, ["--import", loader, main, ...words], {
    cwd: folder,
    env: Object.fromEntries(inherited),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text.stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text.stderr += chunk));
  return {
    ended: once(child, "close").then(([code]) => ({ code: code as number | null, ...text })),
    output: () => text.stdout + text.stderr,
    kill: (signal) => void child.kill(signal),
  };
}

/** Runs the command line to its end. */
export function sweep(folder: string, ...words: readonly string[]): Promise<Ended> {
  return start(folder, ...words).ended;
}

/** A sweep of five trials whose loss is their parameter. */
export function writeSpace(folder: string): void {
  const lines = [
    "name: quick",
    "metric: { name: loss }",
    "max_evals: 5",
    "seed: 1",
    `command: [sh, -c, 'echo "loss={x}"; echo "to stderr" >&2; echo model > "$SWEEP_OUTPUT_DIR/model"']`,
    "model: model",
    "space: { x: { uniform: [0, 1] }, kind: '=1+1' }",
  ];
  writeFileSync(join(folder, "space.yaml"), `${lines.join("\n")}\n`);
}
