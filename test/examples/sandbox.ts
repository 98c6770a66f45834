import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { repository } from "./document.js";

/** An empty folder in which `sweep` is the built command, `hypersweep` the built package, and nothing is inherited. */
export interface Sandbox {
  readonly directory: string;
  /** Runs a program there; rejects with its output unless it exits with 0. @returns stdout */
  run(command: string, words: readonly string[], options?: { cwd?: string }): Promise<string>;
  remove(): Promise<void>;
}

export async function createSandbox(): Promise<Sandbox> {
  const directory = await mkdtemp(join(tmpdir(), "sweep-examples-"));
  const bin = join(directory, "bin");
  await mkdir(join(directory, "node_modules"));
  await mkdir(bin);
  await symlink(repository, join(directory, "node_modules", "hypersweep"));
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await writeFile(join(bin, "sweep"), `#!/bin/sh\nexec '${process.execPath}' '${repository}/dist/cli/main.js' "$@"\n`);
  await chmod(join(bin, "sweep"), 0o755);
  const env = {
    PATH: [bin, join(repository, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    HOME: directory,
    SWEEP_HOME: join(directory, ".sweep"),
  };
  return {
    directory,
    run: async (command, words, { cwd = directory } = {}) =>
      (await execa(command, words, { cwd, env, extendEnv: false })).stdout,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
