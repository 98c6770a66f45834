import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { SweepError } from "../../../src/base/index.js";
import { type LoadedSpaceFile, loadSpaceFile, type Override } from "../../../src/sweep/space-file/index.js";

/** The smallest file that is right; tests put lines before it. */
export const ENOUGH = "metric: { name: loss }\nmax_evals: 3\ncommand: [train]\nspace: { x: { uniform: [0, 1] } }\n";

/** Writes a file named `space.yaml` into a folder of its own, removed when the test ends. */
export function written(text: string | Uint8Array, folder = "diabetes"): string {
  const root = mkdtempSync(join(tmpdir(), "sweep-space-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const path = join(root, `${folder}.space.yaml`);
  writeFileSync(path, text);
  return path;
}

export function load(text: string, overrides: readonly Override[] = []): Promise<LoadedSpaceFile> {
  return loadSpaceFile(written(text), { overrides, cwd: "/work" });
}

/** What a person reads, with the folder of the file left out. Fails when the file loads. */
export async function refusal(text: string | Uint8Array, overrides: readonly Override[] = []): Promise<string> {
  const path = written(text);
  try {
    await loadSpaceFile(path, { overrides });
  } catch (error) {
    if (!(error instanceof SweepError) || error.code !== "bad-space-file") throw error;
    return error.message.replaceAll(path, "space.yaml");
  }
  throw new Error("the file was accepted");
}
