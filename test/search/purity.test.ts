import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../../src", import.meta.url));

/** What a module loads when it runs: imports and re-exports, those of types only left out. */
function specifiersOf(file: string): string[] {
  const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const statements = text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/g);
  const dynamic = text.matchAll(/\bimport\(\s*["']([^"']+)["']/g);
  return [...statements, ...dynamic].map(([, specifier = ""]) => specifier);
}

function resolve(specifier: string, file: string): string {
  if (!specifier.startsWith(".")) return createRequire(file).resolve(specifier);
  const path = join(dirname(file), specifier);
  return existsSync(path) ? path : path.replace(/\.js$/, ".ts");
}

/** Every module that an entry loads, with what it imports from Node. */
function walk(entry: string): { files: Set<string>; fromNode: string[] } {
  const files = new Set<string>();
  const fromNode: string[] = [];
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of specifiersOf(file)) {
      if (specifier.startsWith("node:")) fromNode.push(`${file}: ${specifier}`);
      else visit(resolve(specifier, file));
    }
  };
  visit(entry);
  return { files, fromNode };
}

/** Globals that would make a suggestion depend on more than space, seed and results, or that a browser lacks. */
const IMPURE = /\b(Math\.random|Date\b|performance\b|process\b|Buffer\b|require\(|setTimeout|setInterval|fetch\()/;
/** Functions that engines round in their own ways; `numerics/` has exact ones. */
const INEXACT =
  /\bMath\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|atan2?|sinh|cosh|tanh|cbrt|hypot)\(|(?<!\b2 )\*\*/;

const codeOf = (file: string) => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$|`[^`]*`|"[^"\n]*"/gm, "");

describe("the search room", () => {
  const { files, fromNode } = walk(join(source, "search", "index.ts"));
  const own = [...files].filter((file) => file.startsWith(source));

  it("loads nothing of Node, so that it runs in a browser", () => {
    expect(own.length).toBeGreaterThan(50);
    expect(fromNode).toEqual([]);
  });

  it("reads no clock, no process and no unseeded random numbers", () => {
    const search = own.filter((file) => file.startsWith(join(source, "search")));
    expect(search.filter((file) => IMPURE.test(codeOf(file)))).toEqual([]);
  });

  it("computes what TPE and random search need with functions that are the same everywhere", () => {
    const exact = own.filter((file) => /search\/(distributions|spaces|samplers\/(tpe|random|unseen|qmc))/.test(file));
    expect(exact.length).toBeGreaterThan(40);
    expect(exact.filter((file) => INEXACT.test(codeOf(file)))).toEqual([]);
  });
});
