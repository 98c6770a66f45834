// What every benchmark here shares: flags, medians, and one way to print a table with the figure it is compared to.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const repository = fileURLToPath(new URL("..", import.meta.url));
export const sweepCommand = join(repository, "dist", "cli", "main.js");

/**
 * Flags that are all positive numbers: `numberFlags({ trials: 400 })` reads `--trials 100`, and gives 400 without it.
 * @template {Record<string, number>} T
 * @param {T} defaults
 * @returns {T}
 */
export function numberFlags(defaults) {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: "string" }]));
  const { values } = parseArgs({ options });
  const given = Object.entries(values).map(([name, text]) => {
    const number = Number(text);
    if (!(number > 0)) throw new Error(`--${name} must be a positive number, got ${text}`);
    return [name, number];
  });
  return { ...defaults, ...Object.fromEntries(given) };
}

/** @param {readonly number[]} values not empty */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Calls `work` with a new empty folder, which is gone afterwards. */
export async function inScratch(work) {
  const folder = mkdtempSync(join(tmpdir(), "sweep-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds that a program takes from its start to its end; an exit code other than 0 is an error. */
export async function timeProgram(command, words, options = {}) {
  const startedAt = performance.now();
  const child = spawn(command, words, { stdio: ["ignore", "ignore", "pipe"], ...options });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${command} ${words.join(" ")} exited with ${code}: ${stderr}`);
  return performance.now() - startedAt;
}

/** Runs a program that prints one JSON value as its last line. */
export function runForJson(command, words, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, words, { encoding: "utf8", ...options });
  if (error || status !== 0) throw new Error(`${command} ${words.join(" ")} failed: ${error?.message ?? stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** @param {readonly (readonly string[])[]} rows cells; the first row is the header */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const [header, ...body] = rows.map(line);
  console.log([header, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body].join("\n"));
}

/** The machine, and how busy it was before the benchmark began: figures from a busy one mean little. */
export function printMachine() {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const load = loadavg()[0].toFixed(2);
  const machine = `${availableParallelism()} cores (${cpus()[0].model.trim()}), ${memory}`;
  console.log(`Node ${process.version}, ${process.platform}, ${machine}, load before the run ${load}\n`);
}
