import { stat } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { basename, relative, resolve } from "node:path";
import type { SweepSpec } from "../spec.js";
import { type DataFile, dataHash, readDataFiles, sha256Of } from "./data-files.js";
import { firstLine, type GitState, readGit } from "./git.js";

/** Where a sweep's results come from. */
export interface Provenance {
  readonly user: string;
  /** Tags for every run of the sweep, named as MLflow names them where it has a name. */
  readonly tags: Readonly<Record<string, string>>;
  /** What a person should know: a data pattern without files, a script that cannot be read. */
  readonly notices: readonly string[];
}

/** For a sweep that gets no further runs. */
export const unknownProvenance: Provenance = { user: "", tags: {}, notices: [] };

/** Programs that run a script which is the command's next file. */
const INTERPRETER =
  /^(python|pypy|node|deno|bun|ruby|perl|julia|rscript|bash|sh|zsh|env|uv|poetry|pipenv|conda|accelerate|torchrun)[\d.]*$/i;
/** Those whose version is worth a question. */
const VERSIONED = /^(python|pypy|node|deno|bun|ruby|perl|julia|rscript)[\d.]*$/i;

/** Tags hold 8000 characters. */
const LONGEST_DATA_TAG = 7_500;

/**
 * Looks up once what is the same for all runs of a sweep. Nothing that is missing, git and interpreters included, is an
 * error.
 *
 * @param spec.command `null`: this process's own script is the objective
 */
export async function gatherProvenance(spec: Pick<SweepSpec, "command" | "cwd" | "data">): Promise<Provenance> {
  const script = await findScript(spec);
  const [git, scriptHash, interpreter, data] = await Promise.all([
    readGit(spec.cwd),
    script === null ? null : sha256Of(resolve(spec.cwd, script)).catch(() => null),
    interpreterOf(spec),
    readDataFiles(spec.data, spec.cwd),
  ]);
  const words = spec.command ?? process.argv.slice(0, 2);
  const user = currentUser();
  return {
    user,
    tags: {
      "mlflow.user": user,
      "mlflow.source.type": "LOCAL",
      "mlflow.source.name": script ?? words[0] ?? "",
      "sweep.host": hostname(),
      "sweep.cwd": spec.cwd,
      ...gitTags(git),
      ...(scriptHash === null ? {} : { "sweep.script.sha256": scriptHash }),
      ...(interpreter === null ? {} : { "sweep.interpreter": interpreter }),
      ...dataTags(data.files),
    },
    notices: data.unmatched.map((glob) => `No data file matches ${JSON.stringify(glob)} in ${spec.cwd}`),
  };
}

function gitTags(git: GitState | null): Record<string, string> {
  if (git === null) return {};
  return {
    "mlflow.source.git.commit": git.commit,
    ...(git.branch === null ? {} : { "mlflow.source.git.branch": git.branch }),
    ...(git.remote === null ? {} : { "mlflow.source.git.repoURL": git.remote }),
    "sweep.git.dirty": String(git.dirty),
  };
}

function dataTags(files: readonly DataFile[]): Record<string, string> {
  const hash = dataHash(files);
  if (hash === null) return {};
  const listed = files.map(({ path, sizeBytes, sha256 }) => JSON.stringify({ path, size: sizeBytes, sha256 }));
  const fitting: string[] = [];
  for (let length = 0; fitting.length < listed.length; ) {
    const next = listed[fitting.length] ?? "";
    length += next.length + 1;
    if (length > LONGEST_DATA_TAG) break;
    fitting.push(next);
  }
  const more = files.length - fitting.length;
  if (more > 0) fitting.push(JSON.stringify({ more }));
  return { "sweep.data": `[${fitting.join(",")}]`, "sweep.data.sha256": hash };
}

/** The file whose code decides what a trial does: the first word that is a file, other than an interpreter. */
async function findScript({ command, cwd }: Pick<SweepSpec, "command" | "cwd">): Promise<string | null> {
  if (command === null) return process.argv[1] === undefined ? null : relative(cwd, process.argv[1]);
  for (const [index, word] of command.entries()) {
    if (index === 0 && INTERPRETER.test(basename(word))) continue;
    const found = await stat(resolve(cwd, word)).catch(() => null);
    if (found?.isFile()) return word;
  }
  return null;
}

async function interpreterOf({ command, cwd }: Pick<SweepSpec, "command" | "cwd">): Promise<string | null> {
  const program = command?.find((word) => VERSIONED.test(basename(word)));
  if (command === null) return `Node.js ${process.version}`;
  if (program === undefined) return null;
  const version = await firstLine(program, ["--version"], cwd);
  // Node prints its bare number.
  return version?.startsWith("v") ? `Node.js ${version}` : version;
}

/** The name of whoever runs this process; a user id without a name has none. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? process.env.LOGNAME ?? "unknown";
  }
}
