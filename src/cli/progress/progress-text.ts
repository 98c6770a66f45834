import { isDeepStrictEqual } from "node:util";
import { flattenParams } from "../../base/index.js";
import type { Progress, TrialRecord } from "../../sweep/index.js";
import { short } from "../output/numbers.js";
import { shownValue } from "../output/params.js";
import { endedCount } from "../output/states.js";
import type { Screen } from "../output/terminal.js";
import { plain, widthOf } from "../output/text.js";
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
  const isHeld = progress.state === "paused";
  const done = ended - pace.endedAtStart;
  const perMinute = (done / Math.max(1, pace.elapsedMs)) * MINUTE_MS;
  const isOpen = total !== null && done > 0 && ended < total && !isHeld;
  const left = isOpen ? ((total - ended) * pace.elapsedMs) / done : null;
  return [
    colors.bold(total === null ? String(ended) : `${ended}/${total}`),
    ...(progress.state === "running" ? [] : [colors.yellow(progress.state)]),
    ...(counts.running > 0 ? [`${counts.running} running`] : []),
    ...(counts.failed > 0 ? [colors.red(`${counts.failed} failed`)] : []),
    ...(counts.no_result > 0 ? [colors.red(`${counts.no_result} no result`)] : []),
    ...(counts.pruned > 0 ? [`${counts.pruned} pruned`] : []),
    ...(best === null ? [] : [`best ${colors.green(short(best.value ?? Number.NaN))} (trial ${best.number})`]),
    ...(done > 0 && !isHeld ? [`${perMinute < 10 ? perMinute.toFixed(1) : Math.round(perMinute)} trials/min`] : []),
    ...(left === null ? [] : [`${roughly(left)} left`]),
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
  const room = screen.isTerminal ? Math.max(0, screen.columns - widthOf(head) - 1) : Number.POSITIVE_INFINITY;
  const params = fitting(bestParams(trial, before), room);
  return `${screen.colors.green("best")}${head.slice(4)}${screen.colors.dim(params)}`.trimEnd();
}

/** `depth=3`, a word for each parameter that changed, and one that says where the others are. */
function bestParams(trial: TrialRecord, before: TrialRecord | null): readonly string[] {
  const old = before === null ? {} : flattenParams(before.params);
  const all = Object.entries(flattenParams(trial.params));
  const changed = all.filter(([name, value]) => before === null || !isDeepStrictEqual(old[name], value));
  const words = changed.map(([name, value]) => plain(`${name}=${shownValue(value)}`));
  return changed.length === all.length ? words : [...words, `(rest as in trial ${before?.number})`];
}

/** As many whole words as fit, and how many do not. */
function fitting(words: readonly string[], columns: number): string {
  for (let shown = words.length; shown > 0; shown--) {
    const more = shown < words.length ? [`… ${words.length - shown} more`] : [];
    const text = [...words.slice(0, shown), ...more].join(" ");
    if (widthOf(text) <= columns) return text;
  }
  return "";
}
