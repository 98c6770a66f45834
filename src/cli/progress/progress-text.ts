import { isDeepStrictEqual } from "node:util";
import { flattenParams, type JsonObject } from "../../base/index.js";
import type { Progress, TrialRecord } from "../../sweep/index.js";
import { short } from "../output/numbers.js";
import { inlineParams } from "../output/params.js";
import { endedCount } from "../output/states.js";
import type { Screen } from "../output/terminal.js";
import { clip, plain, widthOf } from "../output/text.js";
import { roughly } from "../output/times.js";

/** How fast this process works, measured since it began with `endedAtStart` trials already done. */
export interface Pace {
  readonly endedAtStart: number;
  readonly elapsedMs: number;
}

const MINUTE_MS = 60_000;

/** The pieces of the progress line, most important first, so that a narrow screen drops the last ones. */
export function progressPieces(progress: Progress, pace: Pace, { colors }: Screen): readonly string[] {
  const { counts, total, best } = progress;
  const ended = endedCount(counts);
  const bad = counts.failed + counts.no_result;
  const done = ended - pace.endedAtStart;
  const perMinute = (done / Math.max(1, pace.elapsedMs)) * MINUTE_MS;
  const left = total === null || done <= 0 || ended >= total ? null : ((total - ended) * pace.elapsedMs) / done;
  return [
    colors.bold(total === null ? String(ended) : `${ended}/${total}`),
    ...(counts.running > 0 ? [`${counts.running} running`] : []),
    ...(bad > 0 ? [colors.red(`${bad} failed`)] : []),
    ...(counts.pruned > 0 ? [`${counts.pruned} pruned`] : []),
    ...(best === null ? [] : [`best ${colors.green(short(best.value ?? Number.NaN))} (trial ${best.number})`]),
    ...(done > 0 ? [`${perMinute < 10 ? perMinute.toFixed(1) : Math.round(perMinute)} trials/min`] : []),
    ...(left === null ? [] : [`${roughly(left)} left`]),
    ...(progress.state === "running" ? [] : [colors.yellow(progress.state)]),
  ];
}

const BAR_COLUMNS = 20;
const SEPARATOR = "  ";

/** The live line: a bar where the total is known, and as many pieces as fit. */
export function liveLine(progress: Progress, pace: Pace, screen: Screen): string {
  const pieces = progressPieces(progress, pace, screen);
  const bar = barOf(progress, screen);
  for (let shown = pieces.length; shown > 0; shown--) {
    const line = [...bar, ...pieces.slice(0, shown)].join(SEPARATOR);
    if (widthOf(line) < screen.columns) return line;
  }
  return pieces[0] ?? "";
}

function barOf({ counts, total }: Progress, { colors }: Screen): readonly string[] {
  if (total === null || total === 0) return [];
  const filled = Math.min(BAR_COLUMNS, Math.floor((endedCount(counts) / total) * BAR_COLUMNS));
  return [colors.cyan("━".repeat(filled)) + colors.dim("─".repeat(BAR_COLUMNS - filled))];
}

/** The permanent line of a new best: what it reached, and what it differs in from the best before. */
export function bestLine(
  trial: TrialRecord,
  before: TrialRecord | null,
  options: { metric: string; screen: Screen },
): string {
  const { screen } = options;
  const head = `best  ${plain(options.metric)} ${short(trial.value ?? Number.NaN)}  trial ${trial.number}  `;
  const params = plain(inlineParams(before === null ? trial.params : changed(trial.params, before.params)));
  const room = screen.isTerminal ? Math.max(0, screen.columns - head.length - 1) : Number.POSITIVE_INFINITY;
  return `${screen.colors.green("best")}${head.slice(4)}${screen.colors.dim(clip(params, room))}`.trimEnd();
}

function changed(params: JsonObject, before: JsonObject): JsonObject {
  const old = flattenParams(before);
  const entries = Object.entries(flattenParams(params)).filter(([name, value]) => !isDeepStrictEqual(old[name], value));
  return Object.fromEntries(entries);
}
