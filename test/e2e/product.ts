import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const commands = fileURLToPath(new URL("../fixtures/commands/", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed so far. */
  output(): string;
}

/** A trial as `sweep trials --json` prints it. */
export interface TrialRow {
  readonly number: number;
  readonly runId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempt: number;
  readonly params: Record<string, unknown>;
  readonly loss: number | string | null;
  readonly value: number | string | null;
  readonly metrics: Record<string, number | string>;
}

/** An empty folder with the built `sweep` command in it; removed, with all it started, when the test ends. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), "sweep-e2e-"));
  readonly #children: ChildProcess[] = [];

  constructor() {
    onTestFinished(() => {
      for (const child of this.#children) child.kill("SIGKILL");
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  start(words: readonly string[], env: Record<string, string> = {}): Started {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SWEEP_")));
    const child = spawn(process.execPath, [main, ...words], {
      cwd: this.folder,
      env: { ...inherited, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#children.push(child);
    const text = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (text.stdout += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (text.stderr += chunk));
    const ended = once(child, "close").then(([code, signal]) => ({ code, signal, ...text }) as Ended);
    return { process: child, ended, output: () => text.stdout + text.stderr };
  }

  run(words: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    return this.start(words, env).ended;
  }

  async json<T>(words: readonly string[]): Promise<T> {
    const ended = await this.run([...words, "--json"]);
    return JSON.parse(ended.stdout) as T;
  }

  trials(sweep = "latest"): Promise<TrialRow[]> {
    return this.json<TrialRow[]>(["trials", sweep]);
  }

  get entries(): string[] {
    return readdirSync(this.folder);
  }
}

/** A program of `test/fixtures/commands`, as the words that run it. */
export function fixture(name: string, ...words: string[]): string[] {
  const runner = name.endsWith(".sh") ? "sh" : process.execPath;
  return [runner, join(commands, name), ...words];
}

/** A space of one parameter `x` in [0, 1) and the sweep's settings before it. */
export function spaceOf(settings: string): string {
  return `metric: { name: loss }\n${settings}\nspace:\n  x: { uniform: [0, 1] }\n`;
}

/** Polls until `probe` answers something but `undefined` or `false`. */
export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`timed out waiting for ${what}`);
}

/** Processes of this machine whose environment holds `text`, zombies left out. */
export function processesWith(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "latin1").includes(text);
      } catch {
        return false; // gone meanwhile, or not ours
      }
    })
    .map(Number);
}
