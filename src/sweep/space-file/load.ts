import { randomInt } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, dirname, normalize, resolve } from "node:path";
import { type Issue, type Json, messageOf, SweepError } from "../../base/index.js";
import { defaultAlgo, parseAlgo, parseSpace } from "../../search/index.js";
import type { SweepSpec } from "../spec.js";
import { algoNotices } from "./algo-notices.js";
import { readDocument } from "./document.js";
import { describeIssues, type Finding, placed, schemaFindings } from "./issues.js";
import { isMapping, type Override, overlaid } from "./overrides.js";
import { isGrid, ruleFindings } from "./rules.js";
import { type SpaceFile, spaceFileSchema } from "./schema.js";
import { checkSearch } from "./search-check.js";

export interface LoadSpaceFileOptions {
  /** Values that go before the file's, checked by the same rules. */
  readonly overrides?: readonly Override[];
  /** Folder that the commands will run in. Default: this process's. */
  readonly cwd?: string;
}

export interface LoadedSpaceFile {
  readonly spec: SweepSpec;
  /** What a person should know about how the file was understood. */
  readonly notices: readonly string[];
}

const SIZE_LIMIT_BYTES = 16 * 1024 * 1024;
const SEED_LIMIT = 2 ** 32;
const DEFAULT_MAX_FAILURES = 5;

export async function load(path: string, options: LoadSpaceFileOptions): Promise<LoadedSpaceFile> {
  const { overrides = [], cwd = process.cwd() } = options;
  const text = await readText(path);
  const document = readDocument(text);
  const data = overlaid(document.value, overrides);
  const checked = check(data);
  const findings = document.value === undefined ? document.issues : [...document.issues, ...checked.findings];
  if (checked.file === null || findings.length > 0) {
    const source = { file: path, text, document, overrides };
    const issues = placed(findings, source);
    throw new SweepError("bad-space-file", describeIssues(issues, source), { issues });
  }
  return {
    spec: specOf(checked.file, { name: basename(dirname(resolve(path))) || "sweep", cwd }),
    notices: [...algoNotices(checked.file), ...gridNotices(checked.file, checked.size)],
  };
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

async function readText(path: string): Promise<string> {
  const bytes = await readAtMost(path, SIZE_LIMIT_BYTES).catch((cause: NodeJS.ErrnoException) => {
    const reason = READ_FAILURES[cause.code ?? ""] ?? messageOf(cause);
    throw new SweepError("bad-space-file", `cannot read the space file ${path}: ${reason}`, { cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SweepError("bad-space-file", `the space file ${path} is not UTF-8 text`, { cause });
  }
}

/** Reads a file of unknown size, which may be a pipe or a device without an end. */
async function readAtMost(path: string, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limitBytes) throw new Error(`it is larger than ${limitBytes / 1024 / 1024} MiB`);
  }
  return Buffer.concat(chunks);
}

interface Checked {
  /** `null` when something is wrong with its keys. */
  readonly file: SpaceFile | null;
  /** Everything that is wrong, at once. */
  readonly findings: readonly Finding[];
  /** How many points the search has; `null`: no end of them. */
  readonly size: number | null;
}

function check(data: unknown): Checked {
  const parsed = spaceFileSchema.safeParse(data);
  const { space: written, algo } = isMapping(data) ? data : {};
  const space = written === undefined ? null : parseSpace(written);
  const sampler = algo === undefined ? null : parseAlgo(algo as Json);
  const search = checkSearch(space, sampler);
  const findings = [
    ...(parsed.success ? [] : schemaFindings(parsed.error.issues, data)),
    ...(space === null || space.ok ? [] : within("space", space.issues)),
    ...(sampler === null || sampler.ok ? [] : within("algo", sampler.issues)),
    ...search.findings,
    ...ruleFindings(data, space?.ok ? space.value : null),
  ];
  return { file: parsed.success ? parsed.data : null, findings, size: search.size };
}

/** How many points a grid has, as nobody counted them. */
function gridNotices({ algo, max_evals }: SpaceFile, size: number | null): readonly string[] {
  if (!isGrid(algo) || size === null) return [];
  const some = max_evals !== undefined && max_evals < size;
  return [`algo: grid of ${size} points${some ? `, of which max_evals tries the first ${max_evals}` : ""}`];
}

/** Issues of a part of the file, under that part's key. */
function within(key: string, issues: readonly Issue[]): readonly Finding[] {
  return issues.map((issue) => ({ ...issue, path: issue.path === "" ? key : `${key}.${issue.path}` }));
}

function specOf(file: SpaceFile, defaults: { name: string; cwd: string }): SweepSpec {
  const name = file.name ?? defaults.name;
  const experiment = file.experiment ?? name;
  const { secrets = [], ...env } = file.env ?? {};
  return {
    name,
    experiment,
    metric: file.metric,
    capture: file.capture ?? null,
    // Checked by the search room to be a name or a name over its options.
    algo: (file.algo ?? defaultAlgo) as Json,
    maxEvals: file.max_evals ?? null,
    parallel: file.parallel ?? 1,
    seed: file.seed ?? randomInt(SEED_LIMIT),
    command: file.command ?? null,
    cwd: defaults.cwd,
    model: file.model === undefined ? null : plainPath(file.model),
    register: registeredName(file.register, experiment),
    data: file.data ?? [],
    timeoutMs: file.timeout ?? null,
    trialTimeoutMs: file.trial_timeout ?? null,
    idleTimeoutMs: file.idle_timeout ?? null,
    retries: file.retries ?? 0,
    maxFailures: file.max_failures ?? DEFAULT_MAX_FAILURES,
    lossThreshold: file.loss_threshold ?? null,
    patience: file.patience ?? null,
    env: env as Readonly<Record<string, string>>,
    secrets,
    tags: file.tags ?? {},
    space: file.space as Json,
  };
}

function registeredName(written: string | boolean | undefined, experiment: string): string | null {
  if (written === false) return null;
  return typeof written === "string" ? written : experiment;
}

/** `./model/` as the artifact path it means, `model`. */
function plainPath(path: string): string {
  return normalize(path).replace(/\/$/, "");
}
