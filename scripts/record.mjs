// Runs the README's first command in a real terminal (tmux) and draws what it showed: docs/images/first-sweep.svg at the
// end, docs/images/first-sweep-live.svg on the way. Needs tmux and a built dist/. It runs in a folder of links to this
// repository, so that neither its store nor its place on this machine remains.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drawScreen } from "./draw-screen.mjs";

const COMMAND = "npx sweep run examples/diabetes/space.yaml -- python3 examples/diabetes/train.py";
const COLUMNS = 120;
const ROWS = 60;
const LIVE_AFTER_MS = 10_000;
const DEADLINE_MS = 180_000;

const root = fileURLToPath(new URL("..", import.meta.url));
const images = join(root, "docs", "images");
const scratch = mkdtempSync(join(tmpdir(), "demo-"));
const clone = join(scratch, "hypersweep");
const socket = join(scratch, "tmux");
const done = join(scratch, "done");

function tmux(...words) {
  const { status, stdout, stderr, error } = spawnSync("tmux", ["-S", socket, ...words], {
    cwd: root,
    encoding: "utf8",
  });
  if (error || status !== 0) throw new Error(`tmux ${words[0]} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** The screen from its first line, colours included, without the empty lines below the last one used. */
function capture() {
  return tmux("capture-pane", "-e", "-p", "-S", "-", "-t", "record").trimEnd();
}

function save(name, screen) {
  writeFileSync(join(images, name), drawScreen(`\u001b[32m$\u001b[0m ${COMMAND}\n${screen}`, COLUMNS));
  console.log(`wrote docs/images/${name}`);
}

async function record() {
  const shell = `unset SWEEP_HOME; ${COMMAND}; touch '${done}'; sleep 600`;
  const size = ["-x", String(COLUMNS), "-y", String(ROWS)];
  tmux("new-session", "-d", "-s", "record", "-c", clone, ...size, "sh", "-c", shell);
  const startedAt = Date.now();
  let live = null;
  while (!existsSync(done)) {
    if (Date.now() - startedAt > DEADLINE_MS) throw new Error(`not done after ${DEADLINE_MS} ms:\n${capture()}`);
    if (live === null && Date.now() - startedAt > LIVE_AFTER_MS) live = capture();
    await sleep(100);
  }
  await sleep(300);
  if (live !== null) save("first-sweep-live.svg", live);
  save("first-sweep.svg", capture());
}

mkdirSync(images, { recursive: true });
mkdirSync(clone);
for (const name of ["dist", "examples", "node_modules", "package.json"])
  symlinkSync(join(root, name), join(clone, name));
try {
  await record();
} finally {
  spawnSync("tmux", ["-S", socket, "kill-server"]);
  rmSync(scratch, { recursive: true, force: true });
}
