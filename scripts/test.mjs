// Runs every check and test of the project. The last line printed is `N passed, N failed, N skipped`.
// Words after `npm test --` are handed to vitest: `npm test -- test/search`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tool = (name) => join(root, "node_modules", ".bin", name);
const totals = { passed: 0, failed: 0, skipped: 0 };

/** The caller's environment without what would redirect the tests' own sweeps. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SWEEP_")));

function run(command, words, extraEnv = {}) {
  const options = { cwd: root, stdio: "inherit", env: { ...env, ...extraEnv } };
  return spawnSync(command, words, options).status === 0;
}

function check(name, passes, hint = "") {
  totals[passes ? "passed" : "failed"] += 1;
  console.log(`${passes ? "ok" : "FAILED"}: ${name}${passes || hint === "" ? "" : ` (${hint})`}`);
  return passes;
}

function runTests(filters) {
  const folder = mkdtempSync(join(tmpdir(), "sweep-test-"));
  const file = join(folder, "totals.json");
  const reporters = ["--reporter=default", "--reporter=./scripts/totals-reporter.mjs"];
  const passes = run(tool("vitest"), ["run", ...reporters, ...filters], { SWEEP_TEST_TOTALS: file });
  const counted = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 0, skipped: 0 };
  rmSync(folder, { recursive: true, force: true });
  for (const [state, count] of Object.entries(counted)) totals[state] += count;
  if (!passes && counted.failed === 0) check("vitest ends without an error", false);
}

function pythonIsThere() {
  const question = "import sys; sys.exit(sys.version_info < (3, 8))";
  return spawnSync("python3", ["-c", question]).status === 0;
}

check("python3 is 3.8 or newer", pythonIsThere(), "the examples are Python programs: install python3");
const built = check("the sources compile", run(process.execPath, [join(root, "scripts", "build.mjs")]));
check("lint, format, room boundaries and import cycles", run(tool("biome"), ["check", "."]));
check("types of tests, benchmarks and examples", run(tool("tsc"), ["-p", "tsconfig.test.json"]));
if (built) runTests(process.argv.slice(2));

console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;
