import { type Json, type JsonObject, SweepError } from "../../base/index.js";

/** A word of a command, cut at its placeholders. */
export type WordPart = { readonly text: string } | { readonly placeholder: string };

const NAME = /^[A-Za-z_][\w.-]*$/;

/**
 * Cuts a word at `{name}`. `{{` is a brace, and so is a `}}` that belongs to one; other `}}`, as in JSON, are as they are.
 * Braces around anything that is no name, as in `{print $1}` or `{}`, are
 * plain text, unless `isParameter` knows it.
 */
export function parseWord(word: string, isParameter: (name: string) => boolean): readonly WordPart[] {
  const parts: WordPart[] = [];
  let text = "";
  let at = 0;
  let opened = 0;
  while (at < word.length) {
    const name = placeholderAt(word, at, isParameter);
    if (name !== null) {
      if (text !== "") parts.push({ text });
      parts.push({ placeholder: name });
      text = "";
      at += name.length + 2;
    } else {
      const opens = word.startsWith("{{", at);
      const closes = opened > 0 && word.startsWith("}}", at);
      if (opens) opened++;
      if (closes) opened--;
      text += word[at];
      at += opens || closes ? 2 : 1;
    }
  }
  if (text !== "" || parts.length === 0) parts.push({ text });
  return parts;
}

function placeholderAt(word: string, at: number, isParameter: (name: string) => boolean): string | null {
  if (word[at] !== "{" || word[at + 1] === "{") return null;
  const end = word.indexOf("}", at);
  if (end < 0) return null;
  const name = word.slice(at + 1, end);
  return NAME.test(name) || isParameter(name) ? name : null;
}

/** A value as a command sees it: strings bare, everything else as JSON. */
export function valueText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The value at a dotted name, inner objects included; `undefined` when the parameter is not active. */
export function valueAt(params: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(params, name)) return params[name];
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const head = Object.hasOwn(params, name.slice(0, dot)) ? params[name.slice(0, dot)] : undefined;
    if (typeof head === "object" && head !== null && !Array.isArray(head)) {
      const found = valueAt(head as JsonObject, name.slice(dot + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * Checks a command before anything runs.
 *
 * @param knownNames flattened names of every parameter and constant of the space, active or not
 * @throws SweepError `bad-argument` naming a placeholder that is no parameter of the space
 */
export function checkPlaceholders(words: readonly string[], knownNames: readonly string[]): void {
  const known = new Set(["params", "params_file"]);
  for (const name of knownNames) {
    for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) known.add(name.slice(0, end));
  }
  for (const word of words) {
    for (const part of parseWord(word, (name) => known.has(name))) {
      if ("placeholder" in part && !known.has(part.placeholder))
        throw unknownPlaceholder(part.placeholder, word, knownNames);
    }
    checkParamsAlone(word);
  }
}

function unknownPlaceholder(name: string, word: string, knownNames: readonly string[]): SweepError {
  return new SweepError(
    "bad-argument",
    `{${name}} in the command's word ${JSON.stringify(word)} is not a parameter of the space; expected one of ` +
      `${knownNames.join(", ")}, {params} or {params_file} ({{ stands for a plain brace)`,
  );
}

/** `{params}` stands for several words, so it cannot be a part of one. */
function checkParamsAlone(word: string): void {
  const parts = parseWord(word, () => false);
  if (parts.length > 1 && parts.some((part) => "placeholder" in part && part.placeholder === "params")) {
    throw new SweepError(
      "bad-argument",
      `{params} must be a word of its own in the command, got ${JSON.stringify(word)}`,
    );
  }
}
