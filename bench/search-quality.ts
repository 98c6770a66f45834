// How good the points are that a sampler finds, as P: the probability that a random seed of ours beats a random seed of
// another search after as many trials (ties half), mean over problems.
// node --import tsx bench/search-quality.ts [--algo auto] [--set standard|own] [--seeds 30] [--budget 100] [--parallel 1]
//   [--first-seed 0] [--problems a,b] [--save FILE] [--from FILE …] [--against FILE] [--peers]
// --save keeps the scores; --from takes kept ones in the place of a run, several files adding up by problem and seed.
// --against compares with scores kept before (on `own`, seed by seed: same instance, same noise).
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseAlgo } from "../src/search/index.js";
import { mean, winRate } from "./quality/compare.js";
import { ownProblems } from "./quality/families.js";
import { joinScores, type Results } from "./quality/join-scores.js";
import { runPeers } from "./quality/peers.js";
import { fixture, type ProblemFamily, standardProblems } from "./quality/problems.js";
import { CHECKPOINTS, runSearch, type Scores } from "./quality/run.js";

const { values: flags } = parseArgs({
  options: {
    algo: { type: "string", default: "auto" },
    set: { type: "string", default: "standard" },
    seeds: { type: "string", default: "30" },
    "first-seed": { type: "string", default: "0" },
    from: { type: "string", multiple: true, default: [] },
    budget: { type: "string", default: "100" },
    parallel: { type: "string", default: "1" },
    problems: { type: "string" },
    save: { type: "string" },
    against: { type: "string" },
    peers: { type: "boolean", default: false },
  },
});
const firstSeed = Number(flags["first-seed"]);
const [seeds, budget, parallel] = [Number(flags.seeds), Number(flags.budget), Number(flags.parallel)];

function sampler() {
  const parsed = parseAlgo(flags.algo);
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join("; "));
  return parsed.value;
}

function chosenFamilies(): readonly ProblemFamily[] {
  const all = flags.set === "own" ? ownProblems : standardProblems();
  const wanted = flags.problems?.split(",");
  return all.filter(({ name }) => wanted === undefined || wanted.includes(name));
}

function runAll(families: readonly ProblemFamily[]): Results {
  const results: Record<string, Scores[]> = {};
  for (const family of families) {
    let totalMs = 0;
    results[family.name] = Array.from({ length: seeds }, (_, index) => {
      const seed = firstSeed + index;
      const { scores, askMs } = runSearch(family.instance(seed), sampler(), { seed, budget, parallel });
      totalMs += askMs;
      return scores;
    });
    // After each problem: a long run that is stopped leaves what it has.
    if (flags.save !== undefined) writeFileSync(flags.save, JSON.stringify(results));
    process.stderr.write(`${family.name}: ${(totalMs / seeds).toFixed(1)} ms a suggestion\n`);
  }
  return results;
}

/** Scores of all seeds after so many trials. */
const column = (scores: readonly Scores[] | undefined, checkpoint: number): number[] =>
  (scores ?? []).flatMap((score) => score[checkpoint] ?? []);

/** P per problem and number of trials. */
type Table = (problem: string, checkpoint: number) => number | null;

interface Stored {
  readonly problems: Readonly<
    Record<
      string,
      {
        readonly results: Readonly<Record<string, Readonly<Record<string, { readonly per_seed?: readonly number[] }>>>>;
      }
    >
  >;
}

function againstStored(results: Results, file: string, library: string): Table {
  const { problems } = JSON.parse(fixture(file)) as Stored;
  return (problem, checkpoint) =>
    winRate(column(results[problem], checkpoint), problems[problem]?.results[library]?.[checkpoint]?.per_seed ?? []);
}

function againstResults(results: Results, others: Results): Table {
  if (flags.set !== "own") {
    return (problem, checkpoint) => winRate(column(results[problem], checkpoint), column(others[problem], checkpoint));
  }
  return (problem, checkpoint) => {
    const pairs = (results[problem] ?? []).map((scores, seed) => {
      const [own, other] = [scores[checkpoint], others[problem]?.[seed]?.[checkpoint]];
      return own === undefined || other === undefined ? null : winRate([own], [other]);
    });
    return mean(pairs);
  };
}

const shown = (value: number | null): string => (value === null ? "-" : value.toFixed(3).replace(/^0/, ""));

/** Fewest of all problems. */
const seedsIn = (scores: Results): number => Math.min(...Object.values(scores).map((list) => list.length));

function print(tables: Readonly<Record<string, Table>>, problems: readonly string[]): void {
  const names = Object.keys(tables);
  const line = (first: string, value: (table: Table, checkpoint: number) => number | null): string =>
    `| ${[first, ...names.map((name) => CHECKPOINTS.map((at) => shown(value(tables[name] as Table, at))).join(" / "))].join(" | ")} |`;
  console.log(
    `P of ${flags.algo} at ${CHECKPOINTS.join(" / ")} trials, ${seedsIn(results)} seeds, ${parallel} at once\n`,
  );
  console.log(
    `| problem | ${names.map((name) => `against ${name}`).join(" | ")} |\n|---|${names.map(() => "---|").join("")}`,
  );
  for (const problem of problems) console.log(line(problem, (table, at) => table(problem, at)));
  console.log(line("**mean**", (table, at) => mean(problems.map((problem) => table(problem, at)))));
}

const families = chosenFamilies();
const results = flags.from.length > 0 ? joinScores(flags.from) : runAll(families);
const tables: Record<string, Table> = {};
if (flags.set === "standard") {
  tables["Optuna multivariate TPE (stored)"] = againstStored(
    results,
    "quality-baseline.json",
    "optuna_tpe_multivariate",
  );
  tables["hyperopt TPE (stored)"] = againstStored(results, "quality-baseline.json", "hyperopt_tpe");
  tables["Optuna GPSampler (stored)"] = againstStored(results, "quality-baseline-optuna-gp.json", "optuna_gp");
}
if (flags.against !== undefined) {
  tables[flags.against] = againstResults(results, JSON.parse(readFileSync(flags.against, "utf8")) as Results);
}
if (flags.peers) {
  const problems = families.map(({ name }) => name);
  for (const [peer, scores] of Object.entries(runPeers({ problems, seeds, budget })))
    tables[peer] = againstResults(results, scores);
}
print(
  tables,
  families.map(({ name }) => name),
);
