import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { repository } from "./document.js";

const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "bench/RESULTS.md",
  "examples/diabetes/README.md",
  ...["architecture", "commands", "dependencies", "fmin", "reliability", "space-files"].map(
    (name) => `docs/${name}.md`,
  ),
];

function read(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}

describe("the documents", () => {
  it("give a reason for every direct dependency", () => {
    const { dependencies, devDependencies } = packageFile.parse(JSON.parse(read("package.json")));
    const listed = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].toSorted());
  });

  it.each(DOCUMENTS)("%s points at files that exist", (path) => {
    const targets = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = ""]) => target);
    expect(targets.filter((target) => !existsSync(join(repository, dirname(path), target)))).toEqual([]);
  });
});
