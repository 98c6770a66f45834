// How long one suggestion of gp() for ten mixed parameters takes, with so many finished trials.
// node bench/gp-latency.mjs [--rounds 3]
// Medians over twenty suggestions in a row, each of which adds a trial, in the best of several rounds: the model is fitted
// anew in some of them, as it is in a search. Processor time counts the engine's own threads too; on a busy machine it says more.
import { gp } from "hypersweep";
import { median, numberFlags, printMachine, printTable } from "./harness.mjs";
import { finishedStudy, mixedLoss } from "./mixed-problem.mjs";

const { rounds } = numberFlags({ rounds: 3 });
/** Milliseconds that a suggestion may take, by the trials that are finished. */
const LIMITS = { 50: 12, 100: 25, 200: 90 };
const SUGGESTIONS = 20;

/** Times of the suggestions around a size: half of them before it is reached, half after. */
function askTimes(size) {
  const study = finishedStudy(gp(), size - SUGGESTIONS / 2);
  return Array.from({ length: SUGGESTIONS }, () => {
    const used = process.cpuUsage();
    const before = performance.now();
    const trial = study.ask();
    const ms = performance.now() - before;
    const { user, system } = process.cpuUsage(used);
    study.tell(trial, { loss: mixedLoss(trial.params) });
    return { ms, cpuMs: (user + system) / 1000 };
  });
}

const medianOf = (asks) => median(asks.map(({ ms }) => ms));
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

printMachine();
askTimes(50);
const rows = [["trials", "sampler", "ask, median ms", "mean ms", "processor, mean ms", "limit"]];
for (const [size, limit] of Object.entries(LIMITS)) {
  const all = Array.from({ length: rounds }, () => askTimes(Number(size)));
  const best = all.reduce((a, b) => (medianOf(b) < medianOf(a) ? b : a));
  const [ms, cpuMs] = [meanOf(best.map((ask) => ask.ms)), meanOf(best.map((ask) => ask.cpuMs))];
  rows.push([size, "gp()", medianOf(best).toFixed(1), ms.toFixed(1), cpuMs.toFixed(1), String(limit)]);
}
printTable(rows);
