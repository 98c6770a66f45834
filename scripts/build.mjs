// Compiles src/ into dist/, marks the command executable and writes the JSON Schema of space files.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const tsc = spawnSync(`${root}node_modules/.bin/tsc`, ["-p", `${root}tsconfig.json`], { stdio: "inherit" });
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
chmodSync(`${root}dist/cli/main.js`, 0o755);

const schema = spawnSync(process.execPath, [`${root}dist/cli/main.js`, "schema"], { encoding: "utf8" });
if (schema.status !== 0) throw new Error(`sweep schema failed: ${schema.stderr}`);
writeFileSync(`${root}space.schema.json`, schema.stdout);
