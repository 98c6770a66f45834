// Draws docs/images/quality.svg from scores that bench/search-quality.ts kept, and docs/images/latency.svg from the tables
// of bench/RESULTS.md that have the columns trials, sampler and "ask, median ms".
// node --import tsx bench/quality-plots.ts --algo auto --scores FILE [--scores FILE]
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mean, winRate } from "./quality/compare.js";
import { joinScores, type Results } from "./quality/join-scores.js";
import { type Latency, latenciesIn } from "./quality/latency-tables.js";
import { drawLineChart, type LineChart, type Series } from "./quality/line-chart.js";
import { fixture } from "./quality/problems.js";
import { CHECKPOINTS } from "./quality/run.js";

interface Stored {
  readonly problems: Readonly<
    Record<string, { readonly results: Record<string, Record<string, { readonly per_seed?: readonly number[] }>> }>
  >;
}

const PEERS = [
  { name: "hyperopt TPE", file: "quality-baseline.json", library: "hyperopt_tpe" },
  { name: "Optuna TPE, multivariate", file: "quality-baseline.json", library: "optuna_tpe_multivariate" },
  { name: "Optuna GPSampler", file: "quality-baseline-optuna-gp.json", library: "optuna_gp" },
] as const;

const { values: flags } = parseArgs({
  options: { algo: { type: "string", default: "auto" }, scores: { type: "string", multiple: true, default: [] } },
});

function against({ name, file, library }: (typeof PEERS)[number], ours: Results): Series {
  const { problems } = JSON.parse(fixture(file)) as Stored;
  const points = CHECKPOINTS.flatMap((trials) => {
    const rates = Object.entries(ours).map(([problem, scores]) =>
      winRate(
        scores.flatMap((score) => score[trials] ?? []),
        problems[problem]?.results[library]?.[trials]?.per_seed ?? [],
      ),
    );
    const rate = mean(rates);
    return rate === null ? [] : [[trials, rate] as const];
  });
  return { name, points };
}

function qualityChart(ours: Results): LineChart {
  const series = PEERS.map((peer) => against(peer, ours));
  const ticks = CHECKPOINTS.filter((trials) => series.some(({ points }) => points.some(([x]) => x === trials)));
  return {
    title: `How often ${flags.algo} finds the better point, ${Object.keys(ours).length} problems`,
    x: { label: "trials", ticks, isLogarithmic: true },
    y: { label: "share of comparisons won", ticks: [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] },
    series,
    mark: [0.5, "equally good"],
  };
}

function latencyChart(latencies: readonly Latency[]): LineChart {
  const names = [...new Set(latencies.map(({ sampler }) => sampler))];
  const series = names.map((name) => ({
    name,
    points: latencies.filter(({ sampler }) => sampler === name).map(({ trials, ms }) => [trials, ms] as const),
  }));
  return {
    title: "What a suggestion of 10 mixed parameters takes",
    x: { label: "finished trials", ticks: powersAround(latencies.map(({ trials }) => trials)), isLogarithmic: true },
    y: { label: "milliseconds", ticks: powersAround(latencies.map(({ ms }) => ms)), isLogarithmic: true },
    series,
  };
}

/** Powers of ten, the first at or below all values, the last at or above. */
function powersAround(values: readonly number[]): number[] {
  const [first, last] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: last - first + 1 }, (_, index) => Number(`1e${first + index}`));
}

function save(name: string, chart: LineChart): void {
  writeFileSync(new URL(`../docs/images/${name}`, import.meta.url), drawLineChart(chart));
  console.log(`docs/images/${name}`);
}

if (flags.scores.length > 0) save("quality.svg", qualityChart(joinScores(flags.scores)));
const latencies = latenciesIn(readFileSync(new URL("RESULTS.md", import.meta.url), "utf8"));
if (latencies.length > 0) save("latency.svg", latencyChart(latencies));
