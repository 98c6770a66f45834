import { flattenParams, type Json } from "../../base/index.js";
import type { SweepListing, TrialAttempt, TrialDetails } from "../../sweep/index.js";
import type { Cell } from "./csv.js";
import { type Field, fields, pairs } from "./fields.js";
import { bytes, short } from "./numbers.js";
import { shownValue } from "./params.js";
import { provenanceFields } from "./provenance.js";
import { sparkline } from "./sparkline.js";
import { paintState } from "./states.js";
import type { Screen } from "./terminal.js";
import { plain } from "./text.js";
import { duration, isoTime, moment } from "./times.js";

const CURVE_COLUMNS = 30;

/** Everything about one trial, laid out for a person. */
export function trialPage(sweep: SweepListing, trial: TrialDetails, screen: Screen): string {
  const { number, state, reason, durationMs, startedAtMs } = trial;
  const took = durationMs === null ? "" : ` in ${duration(durationMs)}`;
  const why = reason === null ? "" : ` (${plain(reason)})`;
  const title = screen.colors.bold(`Trial ${number} of ${plain(sweep.name)}`);
  const entries: readonly Field[] = [
    ["Params", shown(flattenParams(trial.params))],
    ["Metrics", metricLines(trial)],
    ["Notices", noticeLines(trial)],
    ["Attempts", trial.attempts.map(attemptLine)],
    ["Started", startedAtMs === null ? [] : [moment(startedAtMs)]],
    ["Tags", shown(ownTags(trial))],
    ...provenanceFields(trial.provenance),
    ["Run", [trial.runId]],
    ["Artifacts", artifactLines(trial)],
  ];
  return [`${title} ${paintState(state, state, screen)}${why}${took}`, "", fields(entries, screen)].join("\n");
}

function shown(values: Readonly<Record<string, Json>>): readonly string[] {
  return pairs(Object.entries(values).map(([name, value]) => [plain(name), plain(shownValue(value))]));
}

/** `rmse  56.359  ▇▅▃▂▁  5 points, 56.359 to 71.02`; the curve only where there is one. */
function metricLines({ metrics, curves }: TrialDetails): readonly string[] {
  const newest = pairs(Object.entries(metrics).map(([name, value]) => [plain(name), shownValue(value)]));
  const withValues = Object.keys(metrics).map((name) => (curves[name] ?? []).map(({ value }) => value));
  return pairs(newest.map((line, index): [string, string] => [line, curveText(withValues[index] ?? [])]));
}

function curveText(values: readonly number[]): string {
  if (values.length < 2) return "";
  const finite = values.filter(Number.isFinite);
  const range = finite.length === 0 ? "" : `, ${short(least(finite))} to ${short(greatest(finite))}`;
  return `${sparkline(values, CURVE_COLUMNS)}  ${values.length} points${range}`;
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value));
}

function greatest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value));
}

function attemptLine({ number, state, reason, worker, startedAtMs, endedAtMs }: TrialAttempt): string {
  const took = startedAtMs === null || endedAtMs === null ? [] : [duration(endedAtMs - startedAtMs)];
  const because = reason === null || reason === state ? [] : [plain(reason)];
  return [`${number}  ${state}`, ...because, ...took, ...(worker === null ? [] : [plain(worker)])].join(", ");
}

/** What went wrong without failing the trial. */
function noticeLines({ tags }: TrialDetails): readonly string[] {
  const notices = tags["sweep.notice"];
  return notices === undefined ? [] : notices.split("\n").map(plain);
}

/** Tags that people or the command gave; the others are shown as what they mean. */
function ownTags({ tags }: TrialDetails): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !/^(?:mlflow|sweep)\./.test(name)));
}

function artifactLines({ artifacts, artifactLocation }: TrialDetails): readonly string[] {
  const files = pairs(artifacts.map(({ path, sizeBytes }) => [plain(path), bytes(sizeBytes)]));
  return artifacts.length === 0 ? [] : [artifactLocation, ...files];
}

/** One trial for programs: what `sweep trials --json` says of it, and all that is kept besides. */
export function trialJson(sweepId: string, trial: TrialDetails) {
  const { number, runId, state, reason, attempt, params, loss, value, metrics, durationMs, worker } = trial;
  const { tags, provenance, artifacts, artifactLocation } = trial;
  return {
    ...{ sweepId, number, runId, state, reason, attempt, params, loss, value, metrics },
    ...{ startedAt: isoTime(trial.startedAtMs), durationMs, worker },
    attempts: trial.attempts.map(({ startedAtMs, endedAtMs, ...rest }) => ({
      ...rest,
      startedAt: isoTime(startedAtMs),
      endedAt: isoTime(endedAtMs),
    })),
    curves: Object.fromEntries(
      Object.entries(trial.curves).map(([name, points]) => [
        name,
        points.map(({ step, value, timestampMs }) => ({ step, value, time: isoTime(timestampMs) })),
      ]),
    ),
    ...{ tags, provenance, artifacts, artifactLocation },
  };
}

export const CURVE_HEADER = ["metric", "step", "value", "time"] as const;

/** Every point of every metric, one row each. */
export function curveRows({ curves }: TrialDetails): readonly (readonly Cell[])[] {
  return Object.entries(curves).flatMap(([name, points]) =>
    points.map(({ step, value, timestampMs }) => [name, step, value, isoTime(timestampMs)]),
  );
}
