import { type FoundMetrics, isStep, metricsInJson, parseNumber, STEP_NAMES } from "./json-metrics.js";

/** Bytes of which every metric-shaped line holds one, for {@link LineReader}. */
export const METRIC_MARKS: readonly number[] = [":", "="].map((mark) => mark.charCodeAt(0));

const NUMBER = String.raw`[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf(?:inity)?)`;

/** After a number: nothing that would make it a part of something else, as in `12:30`, `2026-11-20`, `1.2.3`, `3s`. */
const NUMBER_ENDS = String.raw`(?=$|[\s;|)\]}"'%]|,(?!\d)|\.(?:\s|$))`;

/**
 * `name: 6.2`, `name=6.2`, `'name': 6.2`. A name starts where a word can start, so not inside a path or an address.
 * All repetitions are bounded or separated, so matching stays linear in the length of the line.
 */
const NAMED_VALUE = new RegExp(
  String.raw`(?<=^|[\s,;|([{"'])([A-Za-z_][\w./-]{0,249})["']?([ \t]{0,16}[:=][ \t]{0,16})(${NUMBER})${NUMBER_ENDS}`,
  "gi",
);

/**
 * How trainers print the step, the most precise first. A line's step is that of the first shape found in it. To teach
 * it another trainer, add a row.
 */
const STEP_SHAPES: readonly RegExp[] = [
  stepShape("(?:global[_ ])?step"),
  stepShape("iteration|iter|round"),
  // XGBoost and LightGBM: `[13]\tvalidation-rmse:14.44`.
  /^\s*\[(\d+)(?:\/\d+)?\]/,
  stepShape("epoch"),
];

/** `step 3`, `Step: 3`, `step=3`, `Step [3/10]`, `step #3`. */
function stepShape(names: string): RegExp {
  return new RegExp(
    String.raw`(?<=^|[\s,;|([{"'])(?:${names})["']?[ \t]{0,4}[:=#]?[ \t]{0,16}\[?(\d+)(?![\d.]*\d)(?![\w-])`,
    "i",
  );
}

/**
 * The metrics a line of output shows: `rmse: 6.2`, `rmse=6.2`, several in a line, or a JSON object. Times, dates,
 * addresses, paths and versions are not taken for metrics. Cost is linear in the line's length.
 *
 * @returns `null` when the line shows none
 */
export function metricsInLine(line: string): FoundMetrics | null {
  const json = line.includes("{") ? metricsInJson(line) : null;
  const found = json ?? { values: namedValues(line), step: stepIn(line) };
  return found.values.length === 0 ? null : found;
}

function namedValues(line: string): [string, number][] {
  const values: [string, number][] = [];
  for (const [, name = "", separator = "", number = ""] of line.matchAll(NAMED_VALUE)) {
    if (STEP_NAMES.includes(name.toLowerCase()) || isSomethingElse(name, separator, number)) continue;
    values.push([name, parseNumber(number)]);
  }
  return values;
}

/** `localhost:5000`, `example.org:80` and `train.py:12` are places, `version: 3.11` is a version. */
function isSomethingElse(name: string, separator: string, number: string): boolean {
  if (/(?:^|[_.-])version$/i.test(name)) return true;
  return separator === ":" && /^\d+$/.test(number) && (name.includes(".") || name.toLowerCase() === "localhost");
}

function stepIn(line: string): number | null {
  for (const shape of STEP_SHAPES) {
    const step = Number(shape.exec(line)?.[1] ?? Number.NaN);
    if (isStep(step)) return step;
  }
  return null;
}
