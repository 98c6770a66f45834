import { flattenParams, type JsonObject, SweepError } from "../../base/index.js";
import { checkPlaceholders, parseWord, valueAt, valueText, type WordPart } from "./placeholders.js";
import { fitsAsWord, fitsInAll } from "./system-limits.js";

export interface CommandLineOptions {
  /** The command as the user gave it, with placeholders. */
  readonly words: readonly string[];
  /** Active parameters and constants, nested. */
  readonly params: JsonObject;
  /** Path of the file that holds `params` as JSON. */
  readonly paramsFile: string;
  /** Flattened names of every parameter of the space, active or not; without them an unknown name counts as inactive. */
  readonly knownNames?: readonly string[];
  /** Size of the environment that has to fit beside the arguments. */
  readonly environmentBytes?: number;
}

export interface CommandLine {
  /** Program and arguments, one item each; never a shell string. */
  readonly words: readonly string[];
  /** What the user should know: parameters went into the file because they were too long. `null`: nothing. */
  readonly notice: string | null;
}

/**
 * The argument list of one trial: `{name}` inside a word becomes that parameter's value (a word with an inactive one is
 * dropped), the word `{params}` becomes `--name=value` for every active parameter, `{params_file}` the path of the JSON
 * file. Without any placeholder `--name=value` for every active parameter is appended.
 *
 * @throws SweepError `bad-argument` for a placeholder that is no parameter, or a value no argument can carry
 */
export function commandLine(options: CommandLineOptions): CommandLine {
  if (options.knownNames !== undefined) checkPlaceholders(options.words, options.knownNames);
  const templates = parseTemplates(options);
  const words = templates.flatMap((template) => fill(template, options));
  refuseNulCharacters(words);
  if (words.every(fitsAsWord) && fitsInAll(words, options.environmentBytes ?? 0)) return { words, notice: null };
  return {
    words: withFileInstead(templates, options),
    notice: `the parameters are too long for a command line, so they are passed as --params-file=${options.paramsFile}`,
  };
}

type Template = readonly WordPart[];

const ALL_PARAMS: Template = [{ placeholder: "params" }];

function parseTemplates({ words, params }: CommandLineOptions): Template[] {
  const templates = words.map((word) => parseWord(word, (name) => valueAt(params, name) !== undefined));
  return templates.some(hasPlaceholder) ? templates : [...templates, ALL_PARAMS];
}

function hasPlaceholder(template: Template): boolean {
  return template.some((part) => "placeholder" in part);
}

/** The words one template becomes: none, one, or one per parameter. */
function fill(template: Template, { params, paramsFile }: CommandLineOptions): string[] {
  const [only] = template;
  if (template.length === 1 && only !== undefined && "placeholder" in only && only.placeholder === "params") {
    return Object.entries(flattenParams(params)).map(([name, value]) => `--${name}=${valueText(value)}`);
  }
  let word = "";
  for (const part of template) {
    const text = "text" in part ? part.text : textOf(part.placeholder, params, paramsFile);
    if (text === null) return [];
    word += text;
  }
  return [word];
}

function textOf(name: string, params: JsonObject, paramsFile: string): string | null {
  const value = valueAt(params, name);
  if (value !== undefined) return valueText(value);
  return name === "params_file" ? paramsFile : null;
}

/** The same command with one `--params-file` in the place of every word that spelt out a parameter. */
function withFileInstead(templates: readonly Template[], options: CommandLineOptions): string[] {
  const words: string[] = [];
  let given = false;
  for (const template of templates) {
    const spellsParams = template.some((part) => "placeholder" in part && part.placeholder !== "params_file");
    if (!spellsParams) words.push(...fill(template, options));
    else if (!given) {
      words.push(`--params-file=${options.paramsFile}`);
      given = true;
    }
  }
  return words;
}

function refuseNulCharacters(words: readonly string[]): void {
  const bad = words.find((word) => word.includes("\0"));
  if (bad === undefined) return;
  throw new SweepError(
    "bad-argument",
    `the argument ${JSON.stringify(bad)} holds a NUL character, which no command line can carry; use {params_file}`,
  );
}
