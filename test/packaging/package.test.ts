import { mkdir, mkdtemp, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  environmentOf,
  type InstalledPackage,
  installNode,
  installPackage,
  readJson,
  repository,
} from "./installed-package.js";

const NODE_MAJORS = [20, 22, 24, 26];
const NODE_TYPES = join(repository, "node_modules", "@types");
const MAX_PACKAGES = 120;
const MAX_BYTES = 120 * 1024 * 1024;

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ resolved: z.string().optional(), hasInstallScript: z.boolean().optional() }),
  ),
});

const SPACE = `name: packaged
metric: { name: loss }
max_evals: 3
space:
  x: { uniform: [0, 1] }
`;

const SCRIPT = `import { fmin, hp } from "hypersweep";
const best = await fmin({
  space: { x: hp.uniform("x", -1, 1) },
  objective: ({ x }) => x * x,
  maxEvals: 5,
  seed: 1,
});
console.log(JSON.stringify(best));
`;

const TYPED_SCRIPT = `import { fmin, hp, scope, STATUS_OK } from "hypersweep";
const best = await fmin({
  space: {
    depth: scope.int(hp.quniform("depth", 1, 5, 1)),
    kind: hp.choice("kind", ["a" as const, "b" as const]),
  },
  objective: async (params) => ({ loss: params.depth * 2, status: STATUS_OK }),
  maxEvals: 3,
});
export const depth: number = best.depth;
export const kind: "a" | "b" = best.kind;
// @ts-expect-error: the space has no such parameter
export const width = best.width;
`;

async function sizeBytes(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
});

afterAll(() => installed?.remove());

describe("the package", () => {
  it("holds the compiled product and its papers, no sources and no tests", () => {
    const strangers = installed.files.filter(
      (path) =>
        !/^(dist\/.+\.(js|d\.ts)|package\.json|README\.md|CHANGELOG\.md|LICENSE|space\.schema\.json)$/.test(path),
    );
    expect(strangers).toEqual([]);
    expect(installed.files).toEqual(
      expect.arrayContaining(["dist/cli/main.js", "dist/index.d.ts", "LICENSE", "README.md", "space.schema.json"]),
    );
  });

  it(`installs at most ${MAX_PACKAGES} packages and ${MAX_BYTES / 1024 / 1024} MB, none with an install script`, async () => {
    const lock = lockFile.parse(await readJson(join(installed.directory, "package-lock.json")));
    const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
    expect(packages.length).toBeLessThanOrEqual(MAX_PACKAGES);
    expect(packages.filter(([, entry]) => entry.hasInstallScript === true)).toEqual([]);
    expect(await sizeBytes(join(installed.directory, "node_modules"))).toBeLessThanOrEqual(MAX_BYTES);
  });

  it("is developed with a lock file that names no host", async () => {
    const lock = lockFile.parse(await readJson(join(repository, "package-lock.json")));
    expect(Object.values(lock.packages).filter((entry) => entry.resolved?.includes("://"))).toEqual([]);
  });

  it.each([
    ["with Node's types, libraries checked too", { types: ["node"], typeRoots: [NODE_TYPES], skipLibCheck: false }],
    ["without Node's types", { types: [], skipLibCheck: true }],
  ])("has types that a strict project accepts and that catch mistakes, %s", async (_, options) => {
    const project = await mkdtemp(join(installed.directory, "typed-"));
    const compilerOptions = { strict: true, module: "nodenext", target: "es2022", noEmit: true, ...options };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    await writeFile(join(project, "search.ts"), TYPED_SCRIPT);
    const tsc = await execa(join(repository, "node_modules", ".bin", "tsc"), ["-p", project], { reject: false });
    expect(tsc.stdout).toBe("");
    expect(tsc.exitCode).toBe(0);
  });
});

describe.each(NODE_MAJORS)("on Node %i", (major) => {
  it("prints its version, runs a sweep and is imported by a script", async ({ skip }) => {
    if (process.platform !== "linux" || process.arch !== "x64") skip("Node binaries come from npm for linux-x64 here");
    const home = join(installed.directory, `home-${major}`);
    await mkdir(home);
    const env = environmentOf(await installNode(major), home);
    const options = { cwd: home, env, extendEnv: false };
    await writeFile(join(home, "space.yaml"), SPACE);
    await writeFile(join(home, "search.js"), SCRIPT);

    expect((await execa("node", ["--version"], options)).stdout).toMatch(new RegExp(`^v${major}\\.`));
    const version = await execa("npx", ["--no-install", "sweep", "--version"], options);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+$/);

    const words = ["--no-install", "sweep", "run", "space.yaml", "--json", "--", "echo", "loss={x}"];
    const summary = JSON.parse((await execa("npx", words, options)).stdout);
    expect(summary).toMatchObject({ state: "finished", counts: { complete: 3, failed: 0 } });

    const best = JSON.parse((await execa("node", ["search.js"], options)).stdout.split("\n").at(-1) ?? "");
    expect(Math.abs(best.x)).toBeLessThanOrEqual(1);
  });
});
