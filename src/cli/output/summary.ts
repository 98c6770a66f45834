import { median } from "simple-statistics";
import { flattenParams, type JsonObject } from "../../base/index.js";
import type { BestTrial, ListedTrial, SweepSpec, SweepState, SweepSummary } from "../../sweep/index.js";
import type { ModelVersion } from "../../tracking/index.js";
import { type Field, fields, pairs } from "./fields.js";
import { improvementOf, percent, short } from "./numbers.js";
import { shownValue } from "./params.js";
import { describeCounts, endedCount, paintState } from "./states.js";
import type { Screen } from "./terminal.js";
import { plain, plural } from "./text.js";
import { duration } from "./times.js";

export interface SummaryInput {
  readonly summary: SweepSummary;
  readonly spec: SweepSpec;
  readonly trials: readonly ListedTrial[];
  readonly home: string;
  /** Where the best trial's artifacts are. */
  readonly artifacts: string | null;
  /** The champion of the registered model. */
  readonly champion: ModelVersion | null;
  /** Why the sweep ended, when it did not simply finish. */
  readonly stopReason: string | null;
  /** The command that shows this again. */
  readonly show: string;
  /** The command that goes on with the sweep. */
  readonly resume: string;
}

/** A sweep at its end or as it stands, laid out for a person. */
export function summaryText(input: SummaryInput, screen: Screen): string {
  return [headline(input, screen), "", fields(fieldsOf(input, screen), screen), "", ...next(input, screen)].join("\n");
}

function headline({ summary, spec }: SummaryInput, screen: Screen): string {
  const state = paintState(summary.state, summary.state, screen);
  const trials = `${plural(endedCount(summary.counts), "trial")} in ${duration(summary.durationMs)}`;
  return `${screen.colors.bold(plain(spec.name))} ${state}: ${trials} (${describeCounts(summary.counts)})`;
}

/** Why it ended, where that is not plain from the counts. */
function reasonLines({ summary, spec, stopReason }: SummaryInput): readonly string[] {
  const isUsual = summary.state === "finished" && endedCount(summary.counts) === spec.maxEvals;
  return stopReason === null || stopReason === summary.state || isUsual ? [] : [plain(stopReason)];
}

function fieldsOf(input: SummaryInput, { colors }: Screen): readonly Field[] {
  const { summary, spec, home, artifacts } = input;
  const { best } = summary;
  const where: readonly Field[] = [
    ["Experiment", [plain(summary.experiment)]],
    ["Home", [home]],
  ];
  const reason: Field = ["Reason", reasonLines(input)];
  if (best === null) return [reason, ["Best", bestMissing(input)], ...where];
  const value = `${plain(spec.metric.name)} ${colors.bold(colors.green(short(best.value)))} in trial ${best.number}`;
  return [
    reason,
    ["Best", [value, ...comparisons(best, input)]],
    ["Params", paramLines(best.params)],
    ["Model", modelLines(input)],
    ...where,
    ["Artifacts", artifacts === null ? [] : [artifacts]],
  ];
}

/** How the best compares with the first trial, the one without a search, and with the median one, a typical guess. */
function comparisons(best: BestTrial, { spec, trials }: SummaryInput): readonly string[] {
  const finished = trials.filter(({ state, value }) => state === "complete" && Number.isFinite(value));
  const values = finished.map(({ value }) => value ?? 0);
  const [first] = finished;
  if (first === undefined || values.length < 2) return [];
  const against = (name: string, before: number): string => {
    const share = improvementOf(best.value, { before, goal: spec.metric.goal });
    if (share === 0) return `as good as the ${name}`;
    return share === null
      ? `${name}: ${short(before)}`
      : `${percent(share)} better than the ${name} (${short(before)})`;
  };
  const isFirst = first.number === best.number;
  const start = isFirst ? "the first trial: none after it was better" : against("first trial", first.value ?? 0);
  return [start, against("median trial", median(values))];
}

function paramLines(params: JsonObject): readonly string[] {
  const shown = Object.entries(flattenParams(params)).map(([name, value]): [string, string] => [
    plain(name),
    plain(shownValue(value)),
  ]);
  return pairs(shown);
}

function modelLines({ summary: { model }, champion }: SummaryInput): readonly string[] {
  if (model === null) return [];
  const aliases = model.aliases.length === 0 ? "" : ` (${model.aliases.map(plain).join(", ")})`;
  const registered = `${plain(model.name)} version ${model.version}${aliases}`;
  if (champion === null || champion.version === model.version) return [registered];
  const result = plain(champion.description.split("\n", 1)[0] ?? "");
  return [registered, `champion stays version ${champion.version}${result === "" ? "" : `: ${result}`}`];
}

const RESUMABLE: readonly SweepState[] = ["interrupted", "paused", "failed"];

function next({ summary: { state }, spec, show, resume }: SummaryInput, { colors }: Screen): readonly string[] {
  const lines = [`  Open it again: ${colors.cyan(show)}`];
  // A function's sweep can only be gone on with by the program that has the function.
  return RESUMABLE.includes(state) && spec.command !== null
    ? [...lines, `  Go on with:    ${colors.cyan(resume)}`]
    : lines;
}

/** Why there is no best trial, as far as the trials tell; nothing while there is no trial that ended. */
function bestMissing(input: SummaryInput): readonly string[] {
  const { summary, spec, trials } = input;
  if (endedCount(summary.counts) === 0) return [];
  const reasons = new Map<string, number>();
  for (const { state, reason } of trials) {
    if (state === "failed" || state === "no_result") {
      const cause = reason ?? state;
      reasons.set(cause, (reasons.get(cause) ?? 0) + 1);
    }
  }
  const [most] = [...reasons].sort((left, right) => right[1] - left[1]);
  const cause =
    most === undefined || reasonLines(input).length > 0
      ? []
      : [`most often: ${plain(most[0])} (${plural(most[1], "trial")})`];
  return [`no trial ended with a usable ${plain(spec.metric.name)}`, ...cause];
}
