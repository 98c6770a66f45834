import { type Document, isAlias, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { type Issue, messageOf } from "../../base/index.js";

/** Nesting that no space needs and that would exhaust the stack of any recursive reader. */
const DEPTH_LIMIT = 1000;
const ALIAS_LIMIT = 100;

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text as data, and where in the text each part of it stands. */
export interface SourceDocument {
  /** The data; `undefined` when the text is not YAML, with the reasons in `issues`. */
  readonly value: unknown;
  /** What is wrong with the text as YAML, and what of it would be lost as data. */
  readonly issues: readonly Issue[];
  /**
   * Where the dotted `path` stands, or its deepest part that exists; `null` when not even its first key does.
   *
   * @param end which end of the mapping entry is meant: its key or its value
   */
  locate(path: string, end: "key" | "value"): Position | null;
}

/** Reads YAML 1.2 (core schema: `1e-4` is a number, `no` a string). Never throws. */
export function readDocument(text: string): SourceDocument {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = (issues: readonly Issue[]): SourceDocument => ({
    value: undefined,
    issues,
    locate: () => null,
  });
  if (nestingOf(text) > DEPTH_LIMIT) {
    return broken([{ path: "", message: `brackets are nested more than ${DEPTH_LIMIT} deep`, line: 1, column: 1 }]);
  }
  // Unique keys are checked below: the parser's own check takes quadratic time.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  const syntax = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    path: "",
    message: explain(code, message),
    ...position(pos[0]),
  }));
  if (syntax.length > 0) return broken(syntax);
  const issues = dataIssues(document, position);
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIAS_LIMIT });
    const locate = (path: string, end: "key" | "value") => {
      const offset = offsetOf(document, { path, end });
      return offset === null ? null : position(offset);
    };
    return { value, issues, locate };
  } catch (error) {
    return broken([...issues, { path: "", message: explain("ALIAS", messageOf(error)), line: 1, column: 1 }]);
  }
}

function explain(code: string, message: string): string {
  if (code === "TAB_AS_INDENT") return "a tab indents this line; YAML allows spaces only";
  if (code === "MULTIPLE_DOCS") return "a second document begins here; a space file holds one";
  if (message.startsWith("Excessive alias count")) {
    return `aliases expand to more than ${ALIAS_LIMIT} copies; write the values out`;
  }
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** Deepest nesting of brackets. Counts those in quotes too, which is harmless: no text has a thousand unclosed ones. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

/** Keys given twice, and numbers that would silently become others. */
function dataIssues(document: Document, position: (offset: number) => Position): readonly Issue[] {
  const issues: Issue[] = [];
  const report = (node: Node | null, path: string, message: string) =>
    issues.push({ path, message, ...position(node?.range?.[0] ?? 0) });
  const visit = (node: unknown, path: string): void => {
    if (isMap(node)) {
      const seen = new Set<string>();
      for (const { key, value } of node.items) {
        const name = keyName(key);
        const keyPath = join(path, name);
        if (isCollection(key)) report(key, keyPath, "expected text as a key, got a list or mapping");
        if (seen.has(name)) report(key as Node, keyPath, "duplicate: it is given already in this mapping");
        seen.add(name);
        visit(value, keyPath);
      }
    } else if (isCollection(node)) {
      node.items.forEach((item, index) => {
        visit(item, join(path, String(index)));
      });
    } else if (isScalar(node) && typeof node.value === "number") {
      const message = numberIssue(node.value, node.source ?? String(node.value));
      if (message !== null) report(node, path, message);
    }
  };
  visit(document.contents, "");
  return issues;
}

function numberIssue(value: number, source: string): string | null {
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(source)) {
    return `is too large to be kept exactly; quote it to pass it as text: "${source}"`;
  }
  return null;
}

/** Offset of a dotted path. Names may hold dots themselves, so each mapping is asked which of its keys the path begins with. */
function offsetOf(document: Document, target: { path: string; end: "key" | "value" }): number | null {
  let node: unknown = document.contents;
  let rest = target.path;
  let offset = rest === "" ? startOf(node) : null;
  while (rest !== "") {
    const step = isAlias(node) ? null : stepInto(node, rest);
    if (step === null) return offset;
    rest = step.rest;
    const start =
      (rest === "" && target.end === "key") || startOf(step.value) === null ? step.key : startOf(step.value);
    offset = start ?? offset;
    node = step.value;
  }
  return offset;
}

interface Step {
  readonly key: number | null;
  readonly value: unknown;
  readonly rest: string;
}

function stepInto(node: unknown, path: string): Step | null {
  if (isMap(node)) {
    // Of a key given twice, the last one counts.
    for (const { key, value } of node.items.toReversed()) {
      const rest = after(path, keyName(key));
      if (rest !== null) return { key: startOf(key), value, rest };
    }
  } else if (isCollection(node)) {
    const index = /^\[?(\d+)\]?\.?/.exec(path);
    const item = index === null ? undefined : node.items[Number(index[1])];
    if (index !== null && item !== undefined)
      return { key: startOf(item), value: item, rest: path.slice(index[0].length) };
  }
  return null;
}

/** What follows `name` in `path`; `null` when the path does not begin with that name. */
function after(path: string, name: string): string | null {
  if (!path.startsWith(name)) return null;
  const rest = path.slice(name.length);
  if (rest.startsWith(".")) return rest.slice(1);
  return rest === "" || rest.startsWith("[") ? rest : null;
}

function startOf(node: unknown): number | null {
  return (node as Node | null)?.range?.[0] ?? null;
}

function keyName(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
