// The Python environment with the libraries that benchmarks compare to: .cache/bench-venv, made on the first run.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./harness.mjs";

const environment = join(repository, ".cache", "bench-venv");

/** Installs the newest optuna and hyperopt if they are not there; answers the path of their python (needs python3 with venv). */
export function preparePeers() {
  const python = join(environment, "bin", "python");
  const isThere = existsSync(python) && spawnSync(python, ["-c", "import optuna, hyperopt"]).status === 0;
  if (isThere) return python;
  console.log("installing optuna and hyperopt into .cache/bench-venv\n");
  // hyperopt imports pkg_resources, which setuptools 81 removed.
  const pip = [python, ["-m", "pip", "install", "--quiet", "optuna", "hyperopt", "setuptools<81"]];
  for (const [command, words] of [["python3", ["-m", "venv", environment]], pip]) {
    if (spawnSync(command, words, { stdio: "inherit" }).status !== 0) throw new Error(`${command} ${words[1]} failed`);
  }
  return python;
}
