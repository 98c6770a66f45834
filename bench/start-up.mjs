// Time until something happens: `sweep --help`, and `sweep run` until its first trial's command is alive.
// node bench/start-up.mjs [--rounds 10]
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inScratch, median, numberFlags, printMachine, printTable, sweepCommand, timeProgram } from "./harness.mjs";

const HELP_LIMIT_MS = 150;
const SPAWN_LIMIT_MS = 500;
const { rounds } = numberFlags({ rounds: 10 });

/** The trial's command writes down when it began: a shell, because starting one costs next to nothing. */
function firstSpawn() {
  return inScratch(async (folder) => {
    const [file, stamp] = [join(folder, "space.yaml"), join(folder, "stamp")];
    writeFileSync(file, "name: start-up\nmetric: { name: loss }\nmax_evals: 1\nspace: { x: { uniform: [0, 1] } }\n");
    const startedAt = Date.now();
    const script = `date +%s%3N > '${stamp}'; echo loss=1`;
    await timeProgram(process.execPath, [sweepCommand, "run", file, "--quiet", "--", "sh", "-c", script, "{x}"], {
      cwd: folder,
    });
    return Number(readFileSync(stamp, "utf8")) - startedAt;
  });
}

const measures = [
  { name: "node -e 0", limit: null, once: () => timeProgram(process.execPath, ["-e", "0"]) },
  { name: "sweep --help", limit: HELP_LIMIT_MS, once: () => timeProgram(process.execPath, [sweepCommand, "--help"]) },
  { name: "sweep run, to the first spawn", limit: SPAWN_LIMIT_MS, once: firstSpawn },
];

printMachine();
const rows = [["median", "ms", "limit", "of the limit"]];
for (const { name, limit, once } of measures) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push(await once());
  const ms = median(times);
  rows.push([name, ms.toFixed(0), limit ? `${limit}` : "", limit ? `${((ms / limit) * 100).toFixed(0)} %` : ""]);
}
printTable(rows);
