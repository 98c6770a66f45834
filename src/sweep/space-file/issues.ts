import type { z } from "zod";
import type { Issue } from "../../base/index.js";
import { nearestName } from "../../search/index.js";
import type { Position, SourceDocument } from "./document.js";
import { type Override, sourceOf } from "./overrides.js";
import { spaceFileKeys, spaceFileSchema } from "./schema.js";

/** An issue and which part of the text it is about: a key that should not be there, or a value. */
export interface Finding extends Issue {
  readonly at?: "key" | "value";
}

type ZodIssue = z.core.$ZodIssue;

/** Turns what the schema found into sentences that name the value and what was expected. */
export function schemaFindings(issues: readonly ZodIssue[], data: unknown): readonly Finding[] {
  return issues.flatMap((issue): readonly Finding[] => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: path === "" ? key : `${path}.${key}`,
        message: unknownKey(key, path),
        at: "key",
      }));
    }
    const value = valueAt(data, issue.path);
    if (value === undefined) return [{ path, message: `is required: ${issue.message}` }];
    return [{ path, message: `expected ${issue.message}, got ${shown(value)}` }];
  });
}

/** Keys of other tools' files for what a key of this one does. */
const FOREIGN_KEYS: Readonly<Record<string, string>> = {
  n_trials: "max_evals",
  num_trials: "max_evals",
  num_samples: "max_evals",
  max_trials: "max_evals",
  trials: "max_evals",
  run_cap: "max_evals",
  direction: "metric.goal",
  goal: "metric.goal",
  mode: "metric.goal",
  sampler: "algo",
  algorithm: "algo",
  method: "algo",
  n_jobs: "parallel",
  max_concurrent_trials: "parallel",
  random_state: "seed",
  study_name: "name",
  project: "experiment",
  program: "command",
  parameters: "space",
  search_space: "space",
};

function unknownKey(key: string, path: string): string {
  const foreign = path === "" ? FOREIGN_KEYS[key] : undefined;
  if (foreign !== undefined) return `unknown key; did you mean ${foreign}?`;
  const known = path === "" ? spaceFileKeys : Object.keys(path === "metric" ? spaceFileSchema.shape.metric.shape : {});
  const near = nearestName(key, known);
  return near === null ? `unknown key; known are ${known.join(", ")}` : `unknown key; did you mean ${near}?`;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}

const SHOWN_LIMIT = 60;

/** A value as JSON, shortened, for messages. */
export function shown(value: unknown): string {
  if (value === null) return "nothing";
  const json = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return json.length <= SHOWN_LIMIT ? json : `${json.slice(0, SHOWN_LIMIT)}…`;
}

/** The text that was checked, and what was laid over it. */
export interface CheckedSource {
  readonly file: string;
  readonly text: string;
  readonly document: SourceDocument;
  readonly overrides: readonly Override[];
}

/** Gives every finding its place: line and column in the text, or the words of the override it is about as its path. */
export function placed(findings: readonly Finding[], { document, overrides }: CheckedSource): readonly Issue[] {
  const issues = findings.map(({ path, message, line, column, at = "value" }): Issue => {
    const source = sourceOf(path, overrides);
    if (source !== null) return { path: source, message };
    if (line !== undefined && column !== undefined) return { path, message, line, column };
    return { path, message, ...document.locate(path, at) };
  });
  return issues.sort((left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0));
}

const SOURCE_WIDTH = 100;

/** Issues as a person reads them: one line each, with the line of the file that it is about below. */
export function describeIssues(issues: readonly Issue[], { file, text, overrides }: CheckedSource): string {
  const lines = text.split(/\r\n|\n|\r/);
  const described = issues.map(({ path, message, line, column }) => {
    if (line === undefined || column === undefined) {
      const isOverride = overrides.some(({ source }) => source === path);
      return words(isOverride ? "" : file, path, message);
    }
    const head = words(`${file}:${line}:${column}`, path, message);
    const source = lines[line - 1] ?? "";
    return source.trim() === "" ? head : `${head}\n${excerpt(source, { line, column })}`;
  });
  const title = issues.length > 1 ? [`${issues.length} problems in ${file}`] : [];
  return [...title, ...described].join("\n");
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("  ");
}

/** One line of the file, cut around the column when it is long, with a mark below the column. */
function excerpt(source: string, { line, column }: Position): string {
  const start = Math.max(0, Math.min(column - 1 - SOURCE_WIDTH / 2, source.length - SOURCE_WIDTH));
  // Tabs and control characters would move the mark or the terminal.
  const visible = source.slice(start, start + SOURCE_WIDTH).replaceAll(/\p{Cc}/gu, " ");
  const gutter = `${line} | `.padStart(8);
  return `${gutter}${visible.trimEnd()}\n${" ".repeat(gutter.length + column - 1 - start)}^`;
}
