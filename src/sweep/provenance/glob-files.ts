import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

/**
 * Files that match a glob: `*` and `?` within a name, `**` for any number of folders, `{a,b}` for either. A folder that
 * is named itself stands for every file below it. Names that begin with a dot only match when the pattern says so.
 *
 * @returns paths relative to `cwd` (or absolute, as the pattern is), sorted
 */
export async function globFiles(pattern: string, cwd: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const alternative of expandBraces(pattern)) {
    const root = alternative.startsWith("/") ? "/" : "";
    const parts = alternative.split("/").filter((part) => part !== "" && part !== ".");
    await walk({ cwd, found }, root, parts);
  }
  return [...found].sort();
}

interface Walk {
  readonly cwd: string;
  readonly found: Set<string>;
}

async function walk(context: Walk, path: string, parts: readonly string[]): Promise<void> {
  const [part, ...rest] = parts;
  if (part === undefined) return addFiles(context, path);
  if (part === "**") {
    await walk(context, path, rest);
    for (const { name, isFolder } of await entriesOf(context, path)) {
      if (isFolder && !name.startsWith(".")) await walk(context, join(path, name), parts);
    }
  } else if (/[*?]/.test(part)) {
    const matches = segmentPattern(part);
    for (const { name } of await entriesOf(context, path)) {
      if (matches.test(name)) await walk(context, join(path, name), rest);
    }
  } else await walk(context, join(path, part), rest);
}

async function addFiles(context: Walk, path: string): Promise<void> {
  const found = await stat(resolve(context.cwd, path)).catch(() => null);
  if (found?.isFile()) context.found.add(path);
  if (!found?.isDirectory()) return;
  for (const { name } of await entriesOf(context, path)) await addFiles(context, join(path, name));
}

async function entriesOf({ cwd }: Walk, path: string): Promise<{ name: string; isFolder: boolean }[]> {
  // What is no folder, or may not be read, holds nothing that matches.
  const entries = await readdir(resolve(cwd, path), { withFileTypes: true }).catch(() => []);
  return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
}

function segmentPattern(part: string): RegExp {
  const escaped = part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const hidden = part.startsWith(".") ? "" : "(?!\\.)";
  return new RegExp(`^${hidden}${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "s");
}

/** `a{b,c}d` as `abd` and `acd`. */
function expandBraces(pattern: string): readonly string[] {
  const match = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern);
  if (match === null) return [pattern];
  const [, before = "", inside = "", after = ""] = match;
  return inside.split(",").flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}
