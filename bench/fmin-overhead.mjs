// What a trial costs beside its objective: two parameters, an objective that does nothing, against Optuna and hyperopt.
// node bench/fmin-overhead.mjs [--trials 2000] [--peer-sqlite-trials 2000] [--rounds 3]
// The Python peers are installed into .cache/bench-venv on the first run (needs python3 with venv).
import { join } from "node:path";
import { inScratch, median, numberFlags, printMachine, printTable, repository, runForJson } from "./harness.mjs";
import { preparePeers } from "./peer-environment.mjs";

const flags = numberFlags({ trials: 2000, "peer-sqlite-trials": 2000, rounds: 3 });
const python = preparePeers();

function runOurs(algo, onDisk) {
  return inScratch((folder) => {
    const tracking = onDisk ? `sqlite:///${join(folder, "sweep.db")}` : "false";
    const words = [join(repository, "bench", "run-fmin.mjs"), String(flags.trials), algo, tracking];
    return runForJson(process.execPath, words, { cwd: folder });
  });
}

function runPeer(algo, onDisk) {
  const trials = onDisk ? flags["peer-sqlite-trials"] : flags.trials;
  return inScratch((folder) => {
    const storage = onDisk ? `sqlite:///${join(folder, "peer.db")}` : "memory";
    return runForJson(python, [join(repository, "bench", "run-peer.py"), String(trials), algo, storage]);
  });
}

/** Median rate over the rounds; what takes half a minute and more is measured once. */
async function measure({ name, trials, once }) {
  const results = [];
  while (results.length < flags.rounds && (results[0]?.ms ?? 0) < 30_000) results.push(await once());
  const per = (key) => (trials / median(results.map((result) => result[key]))) * 1000;
  return { name: name.replace("$", results[0].version), rate: per("ms"), cpuRate: per("cpuMs") };
}

/** Trials per second of processor time are told too: they mean something even where the machine was not idle. */
function printGroup(title, measured) {
  const [first] = measured;
  const rows = measured.map(({ name, rate, cpuRate }) => {
    const ratio = `${(first.rate / rate).toFixed(1)} x`;
    return [name, rate.toFixed(0), ratio, cpuRate.toFixed(0)];
  });
  printTable([[title, "trials/s", "the first row is faster by", "trials per CPU second"], ...rows]);
  console.log();
}

async function measureAll(entries) {
  const measured = [];
  for (const entry of entries) measured.push(await measure(entry));
  return measured;
}

printMachine();
const { trials, "peer-sqlite-trials": peerTrials } = flags;
printGroup(
  "in memory",
  await measureAll([
    { name: "fmin, random, tracking off", trials, once: () => runOurs("random", false) },
    { name: "fmin, tpe, tracking off", trials, once: () => runOurs("tpe", false) },
    { name: "optuna $, random", trials, once: () => runPeer("optuna-random", false) },
    { name: "optuna $, tpe", trials, once: () => runPeer("optuna-tpe", false) },
    { name: "hyperopt $, random", trials, once: () => runPeer("hyperopt-random", false) },
  ]),
);
printGroup(
  "on SQLite",
  await measureAll([
    { name: "fmin, random, tracked", trials, once: () => runOurs("random", true) },
    { name: "fmin, tpe, tracked", trials, once: () => runOurs("tpe", true) },
    { name: "optuna $, random", trials: peerTrials, once: () => runPeer("optuna-random", true) },
    { name: "optuna $, tpe", trials: peerTrials, once: () => runPeer("optuna-tpe", true) },
  ]),
);
