import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { hp, rand, type Sampler, Study } from "../../../src/search/index.js";
import { samplerContract } from "../../contracts/sampler.js";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const guide = readFileSync(join(repository, "CONTRIBUTING.md"), "utf8");
const section = guide.slice(guide.indexOf("## Add a sampler"), guide.indexOf("## Change"));

/** The section's code, in the order of its steps. */
const [samplerFile = "", testFile = ""] = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);

const folder = mkdtempSync(join(tmpdir(), "sweep-walkthrough-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The guide's file as if it lay where the guide says, but outside of the repository. */
async function load(): Promise<() => Sampler> {
  const place = join(repository, "src", "search", "samplers");
  const code = samplerFile.replace(
    /from "(\.[^"]+)\.js"/g,
    (_, path: string) => `from ${JSON.stringify(`${join(place, path)}.ts`)}`,
  );
  const file = join(folder, "crossover.ts");
  writeFileSync(file, code);
  const module = (await import(/* @vite-ignore */ file)) as { crossover: () => Sampler };
  return module.crossover;
}

const crossover = await load();

samplerContract("the guide's sampler", crossover);

describe("the guide to adding a sampler", () => {
  it("has a sampler that beats drawing at random", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const space = Object.fromEntries(names.map((name) => [name, hp.uniform(0, 1)]));
    const bestOf = (algo: Sampler) => {
      const study = new Study({ space, algo, seed: 3 });
      for (let index = 0; index < 100; index++) {
        const trial = study.ask();
        if (trial !== null) study.tell(trial, { loss: Object.values(trial.values).reduce((sum, x) => sum + x, 0) });
      }
      return study.best?.loss ?? Infinity;
    };
    expect(bestOf(crossover())).toBeLessThan(0.8 * bestOf(rand()));
  });

  it("has a test file that holds it to the same contract", () => {
    expect(testFile).toContain('samplerContract("crossover()", crossover);');
    expect(testFile).toContain('from "../../contracts/sampler.js"');
  });

  it("names files that exist", () => {
    for (const [, path = ""] of section.matchAll(/`((?:src|test)\/[^`]+\.ts)`/g)) {
      if (!path.includes("crossover")) expect(readFileSync(join(repository, path), "utf8")).not.toBe("");
    }
  });
});
