// How long one suggestion of ten mixed parameters takes with so many finished trials, against Optuna's and hyperopt's TPE.
// node bench/suggest-latency.mjs [--rounds 3] [--most 100000] [--most-peer 100000]
// All are measured in turns, each in a process of its own on one thread; figures are medians over all suggestions.
// Peers that take seconds for one suggestion are asked a few times only; hyperopt is left out above 10 000 trials.
import { join } from "node:path";
import { median, numberFlags, printMachine, printTable, repository, runForJson } from "./harness.mjs";
import { preparePeers } from "./peer-environment.mjs";

const flags = numberFlags({ rounds: 3, most: 100_000, "most-peer": 100_000 });
const SIZES = [100, 1_000, 10_000, 100_000];
/** Milliseconds that a suggestion may take. */
const LIMITS = { 100: 0.3, 1000: 1, 10000: 5, 100000: 40 };
const REPETITIONS = { 100: 60, 1000: 60, 10000: 30, 100000: 15 };
const PEER_REPETITIONS = { 100: 30, 1000: 15, 10000: 5, 100000: 2 };
const ONE_THREAD = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

const python = preparePeers();

function runOurs(algo, size) {
  const words = [join(repository, "bench", "run-suggest.mjs"), String(size), String(REPETITIONS[size]), algo];
  return runForJson(process.execPath, words);
}

function runPeer(library, size) {
  const words = [
    join(repository, "bench", "run-peer-suggest.py"),
    String(size),
    String(PEER_REPETITIONS[size]),
    library,
  ];
  return runForJson(python, words, { env: { ...process.env, ...ONE_THREAD } });
}

const contestants = [
  { name: "tpe()", most: flags.most, run: (size) => runOurs("tpe", size) },
  { name: 'tpe({ preset: "hyperopt" })', most: Math.min(flags.most, 10_000), run: (size) => runOurs("hyperopt", size) },
  { name: "optuna $ TPESampler()", most: flags["most-peer"], run: (size) => runPeer("optuna", size) },
  {
    name: "hyperopt $ tpe.suggest",
    most: Math.min(flags["most-peer"], 10_000),
    run: (size) => runPeer("hyperopt", size),
  },
];

function measure(size) {
  const results = contestants.map(() => ({ askMs: [], tellMs: [], version: null }));
  for (let round = 0; round < flags.rounds; round += 1) {
    for (const [index, { most, run }] of contestants.entries()) {
      if (size > most) continue;
      const { askMs, tellMs = [], version = null } = run(size);
      results[index].askMs.push(...askMs);
      results[index].tellMs.push(...tellMs);
      results[index].version = version;
    }
  }
  return results;
}

printMachine();
const rows = [
  ["trials", "sampler", "ask, median ms", "10th percentile", "limit", "ours is faster by", "tell, median ms"],
];
for (const size of SIZES.filter((size) => size <= flags.most)) {
  const results = measure(size);
  const own = median(results[0].askMs);
  for (const [index, { askMs, tellMs, version }] of results.entries()) {
    if (askMs.length === 0) continue;
    const low = [...askMs].sort((a, b) => a - b)[Math.floor(askMs.length / 10)];
    rows.push([
      String(size),
      contestants[index].name.replace("$", version),
      median(askMs).toFixed(3),
      low.toFixed(3),
      index === 0 ? String(LIMITS[size]) : "",
      index === 0 ? "" : `${(median(askMs) / own).toFixed(1)} x`,
      tellMs.length === 0 ? "" : median(tellMs).toFixed(4),
    ]);
  }
}
printTable(rows);
