import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Scores } from "./run.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const environment = join(repository, ".cache", "bench-venv");
const python = join(environment, "bin", "python");

/** Scores by problem, one per seed. */
type PeerScores = Readonly<Record<string, readonly Scores[]>>;

interface PeerOptions {
  readonly problems: readonly string[];
  readonly seeds: number;
  readonly budget: number;
}

/** Runs the newest releases of the peers on standard problems, by name and version. Installs them when they are missing. */
export function runPeers(options: PeerOptions): Readonly<Record<string, PeerScores>> {
  prepare();
  const libraries = ["optuna-tpe", "hyperopt-tpe", ...(isThere("torch") ? ["optuna-gp"] : [])];
  return Object.fromEntries(libraries.map((library) => runPeer(library, options)));
}

function isThere(modules: string): boolean {
  return existsSync(python) && spawnSync(python, ["-c", `import ${modules}`]).status === 0;
}

/** Optuna's GPSampler needs torch, which takes gigabytes: it is run when somebody has installed that too. */
function prepare(): void {
  if (isThere("optuna, hyperopt")) return;
  process.stderr.write("installing optuna and hyperopt into .cache/bench-venv\n");
  // hyperopt imports pkg_resources, which setuptools 81 removed.
  const install = [
    python,
    ["-m", "pip", "install", "--quiet", "optuna", "hyperopt", "scipy", "setuptools<81"],
  ] as const;
  for (const [command, words] of [["python3", ["-m", "venv", environment]] as const, install]) {
    if (spawnSync(command, words, { stdio: "inherit" }).status !== 0)
      throw new Error(`${command} ${words.join(" ")} failed`);
  }
}

function runPeer(library: string, { problems, seeds, budget }: PeerOptions): readonly [string, PeerScores] {
  process.stderr.write(`running ${library}\n`);
  const script = fileURLToPath(new URL("run_peer.py", import.meta.url));
  const words = [script, library, String(seeds), String(budget), ...problems];
  const { status, stdout, stderr, error } = spawnSync(python, words, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${library} failed: ${error?.message ?? stderr}`);
  const { name, scores } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { name: string; scores: PeerScores };
  return [name, scores];
}
