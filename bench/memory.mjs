// Peak memory of a process that runs many trials of a trivial objective, with and without tracking.
// node bench/memory.mjs [--trials 10000]
import { join } from "node:path";
import { inScratch, numberFlags, printMachine, printTable, repository, runForJson } from "./harness.mjs";

const LIMIT_MB = 250;
const { trials } = numberFlags({ trials: 10_000 });

function peakMb(tracking, algo) {
  return inScratch((folder) => {
    const uri = tracking ? `sqlite:///${join(folder, "sweep.db")}` : "false";
    const words = [join(repository, "bench", "run-fmin.mjs"), String(trials), algo, uri];
    return runForJson(process.execPath, words, { cwd: folder }).peakMb;
  });
}

printMachine();
const rows = [[`${trials} trials`, "peak MB", "limit", "of the limit"]];
for (const [name, tracking, algo] of [
  ["fmin, random, tracking off", false, "random"],
  ["fmin, random, SQLite", true, "random"],
]) {
  const mb = await peakMb(tracking, algo);
  rows.push([name, mb.toFixed(0), `${LIMIT_MB}`, `${((mb / LIMIT_MB) * 100).toFixed(0)} %`]);
}
printTable(rows);
