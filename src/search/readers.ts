import type { Json, JsonObject, Parsed } from "../base/index.js";
import { nearestName } from "./nearest-name.js";
import { type Options, optionProblems } from "./options.js";
import { isObject } from "./spaces/is-object.js";

/*
 * What a space file says of samplers and pruners: a name, or one key that is its name over what belongs to it.
 */

/** Reads what a space file has below a name; paths of issues are relative to that name. */
export type Reader<T> = (written: Json) => Parsed<T>;

/** A reader of options, whose names in a file are those in code with underscores: `warmup_steps`. */
export function optionsReader<T>(options: Options, create: (given: object) => T): Reader<T> {
  const inFile = Object.fromEntries(Object.entries(options).map(([key, option]) => [fileKey(key), option]));
  return (written) => {
    const given = written ?? {};
    if (!isObject(given)) return refused("", `expected options as a mapping, got ${JSON.stringify(written)}`);
    const issues = optionProblems(inFile, given).map(({ key, message }) => ({ path: key, message }));
    return issues.length > 0 ? { ok: false, issues } : { ok: true, value: create(inCode(given as JsonObject)) };
  };
}

/**
 * Reads one of several named things: its name alone, or one key that is its name over what its reader takes.
 *
 * @param what what they are, in words: `sampler`
 */
export function readNamed<T>(written: Json, what: string, readers: Readonly<Record<string, Reader<T>>>): Parsed<T> {
  const known = Object.keys(readers);
  if (typeof written === "string") return readerOf(written, what, readers)(null);
  const entries = isObject(written) ? Object.entries(written as JsonObject) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) {
    return refused("", `expected a ${what}'s name, or one name over its options; known are ${known.join(", ")}`);
  }
  const [name, given] = entry;
  const parsed = readerOf(name, what, readers)(given);
  if (parsed.ok) return parsed;
  return { ok: false, issues: parsed.issues.map((issue) => ({ ...issue, path: below(name, issue.path) })) };
}

/** For a name that is not known, a reader that says so. */
function readerOf<T>(name: string, what: string, readers: Readonly<Record<string, Reader<T>>>): Reader<T> {
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  return reader ?? (() => refused("", unknownName(name, what, Object.keys(readers))));
}

/** A path inside a part of a document, as a path in the whole. */
export function below(part: string | number, path: string): string {
  return path === "" ? String(part) : `${part}.${path}`;
}

/** The answer of a reader that found one issue. */
export function refused(path: string, message: string): Parsed<never> {
  return { ok: false, issues: [{ path, message }] };
}

function fileKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inCode(given: JsonObject): JsonObject {
  const entries = Object.entries(given).map(([key, value]) => {
    return [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value] as const;
  });
  return Object.fromEntries(entries);
}

function unknownName(name: string, what: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  const hint = near === null ? "" : `did you mean "${near}"? `;
  return `unknown ${what} "${name}"; ${hint}known are ${known.join(", ")}`;
}
