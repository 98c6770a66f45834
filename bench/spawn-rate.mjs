// How fast `sweep run` gets through trivial commands, against a bare loop that spawns the same command.
// node bench/spawn-rate.mjs [--trials 400] [--parallel 2] [--rounds 3]
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inScratch, median, numberFlags, printMachine, printTable, sweepCommand, timeProgram } from "./harness.mjs";

const AIM = 0.6;
const { trials, parallel, rounds } = numberFlags({ trials: 400, parallel: 2, rounds: 3 });

/** Spawns the command and reads its output to the end, as anything that wants its result must. */
function spawnOnce() {
  return new Promise((resolve, reject) => {
    const child = spawn("echo", [`loss=${Math.random()}`], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.resume();
    child.stderr.resume();
    child.once("error", reject).once("close", resolve);
  });
}

async function bareLoop() {
  const startedAt = performance.now();
  let left = trials;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await spawnOnce();
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return performance.now() - startedAt;
}

function sweepRun() {
  return inScratch((folder) => {
    const file = join(folder, "space.yaml");
    writeFileSync(file, "name: spawn-rate\nmetric: { name: loss }\nalgo: random\nspace: { x: { uniform: [0, 1] } }\n");
    const words = [sweepCommand, "run", file, "-n", String(trials), "-j", String(parallel), "--quiet"];
    return timeProgram(process.execPath, [...words, "--", "echo", "loss={x}"], { cwd: folder });
  });
}

printMachine();
const times = { bare: [], sweep: [] };
for (let round = 0; round < rounds; round += 1) {
  times.bare.push(await bareLoop());
  times.sweep.push(await sweepRun());
}
const rate = (list) => (trials / median(list)) * 1000;
const ratio = rate(times.sweep) / rate(times.bare);
printTable([
  [`${trials} trials, ${parallel} at a time`, "trials/s", "of the bare loop"],
  ["bare loop of spawn()", rate(times.bare).toFixed(0), "100 %"],
  ["sweep run, its own start and end included", rate(times.sweep).toFixed(0), `${(ratio * 100).toFixed(0)} %`],
  ["promised", (rate(times.bare) * AIM).toFixed(0), `${AIM * 100} %`],
]);
