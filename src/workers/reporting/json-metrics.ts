import { flattenParams, type Json, type JsonObject } from "../../base/index.js";

/** What one line, or one record of a metrics file, says. */
export interface FoundMetrics {
  /** Name and value, in order; a name may come twice. */
  readonly values: readonly (readonly [key: string, value: number])[];
  /** Step printed with them; `null`: none. */
  readonly step: number | null;
}

/** Keys that tell the step, the most precise first. */
export const STEP_NAMES = ["step", "global_step", "iteration", "iter", "round", "epoch"];

/** Keys that loggers add on their own: when, not what. */
const CLOCK_NAMES = ["timestamp", "timestamp_ms", "time", "_timestamp", "_runtime", "_step"];

/** Levels of nesting: their dotted names grow with the square of them. */
const MOST_LEVELS = 32;

const NOTHING: FoundMetrics = { values: [], step: null };

/**
 * Reads a JSON object of metrics, `{"rmse": 6.2, "step": 3}`: its numbers, nested ones by their dotted names. NaN and
 * the infinities are read bare, as Python's `json` writes them, and as strings. An object nested too deep for metrics,
 * more than 32 levels, has none.
 *
 * @returns `null` when the text is no JSON object
 */
export function metricsInJson(text: string): FoundMetrics | null {
  const record = parseObject(text);
  if (record === null) return null;
  if (isDeeper(record, MOST_LEVELS)) return NOTHING;
  const numbers = new Map<string, number>();
  for (const [key, value] of Object.entries(flattenParams(record))) {
    const number = numberIn(value);
    if (number !== null) numbers.set(key, number);
  }
  const step = STEP_NAMES.map((name) => numbers.get(name)).find((value) => value !== undefined && isStep(value));
  const values = [...numbers].filter(([key]) => !STEP_NAMES.includes(key) && !CLOCK_NAMES.includes(key));
  return { values, step: step ?? null };
}

export function isStep(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((below) => isDeeper(below, levels - 1));
}

const BARE_OR_QUOTED = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

function parseObject(text: string): JsonObject | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) return null;
  const quoted = /NaN|Infinity/.test(trimmed)
    ? trimmed.replace(BARE_OR_QUOTED, (token) => (token.startsWith('"') ? token : `"${token}"`))
    : trimmed;
  try {
    return JSON.parse(quoted) as JsonObject;
  } catch {
    // Not JSON after all, a line that happens to be in braces.
    return null;
  }
}

function numberIn(value: Json): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^[-+]?(?:nan|inf|infinity)$/i.test(value) ? parseNumber(value) : null;
}

/** A number as programs print it, NaN and the infinities in any spelling of C, Python and JavaScript. */
export function parseNumber(text: string): number {
  const word = /^([-+]?)(nan|inf|infinity)$/i.exec(text);
  if (word === null) return Number(text);
  if (word[2]?.toLowerCase() === "nan") return Number.NaN;
  return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
