import type { DataFile } from "./data-files.js";
import type { GitState } from "./git.js";

/** What was recorded of where a run's results come from. `null`: not known, or not there. */
export interface RecordedProvenance {
  readonly user: string | null;
  readonly host: string | null;
  readonly cwd: string | null;
  /** `null` also when the command names no file. */
  readonly script: { readonly path: string; readonly sha256: string } | null;
  /** Name and version, as the interpreter gives them. */
  readonly interpreter: string | null;
  readonly git: GitState | null;
  readonly data: RecordedData | null;
}

export interface RecordedData {
  /** Of all files together: the same for the same paths and contents. */
  readonly sha256: string;
  readonly files: readonly DataFile[];
  /** Files that `sha256` covers and `files` has no room for. */
  readonly more: number;
}

/** A run's tags: what is known under a name, by name. */
type Tags = Readonly<Record<string, string>>;

/** Reads what `gatherProvenance` wrote back from a run's tags. */
export function recordedProvenance(tags: Tags): RecordedProvenance {
  return {
    user: tags["mlflow.user"] ?? null,
    host: tags["sweep.host"] ?? null,
    cwd: tags["sweep.cwd"] ?? null,
    script: scriptOf(tags),
    interpreter: tags["sweep.interpreter"] ?? null,
    git: gitOf(tags),
    data: dataOf(tags),
  };
}

function scriptOf(tags: Tags): RecordedProvenance["script"] {
  const [path, sha256] = [tags["mlflow.source.name"], tags["sweep.script.sha256"]];
  return path === undefined || sha256 === undefined ? null : { path, sha256 };
}

function gitOf(tags: Tags): GitState | null {
  const commit = tags["mlflow.source.git.commit"];
  if (commit === undefined) return null;
  return {
    commit,
    branch: tags["mlflow.source.git.branch"] ?? null,
    dirty: tags["sweep.git.dirty"] === "true",
    remote: tags["mlflow.source.git.repoURL"] ?? null,
  };
}

type ListedData = { readonly path: string; readonly size: number; readonly sha256: string } | { readonly more: number };

function dataOf(tags: Tags): RecordedData | null {
  const [sha256, listed] = [tags["sweep.data.sha256"], tags["sweep.data"]];
  if (sha256 === undefined || listed === undefined) return null;
  const data = { sha256, files: [] as DataFile[], more: 0 };
  for (const entry of entriesOf(listed)) {
    if ("more" in entry) data.more = entry.more;
    else data.files.push({ path: entry.path, sizeBytes: entry.size, sha256: entry.sha256 });
  }
  return data;
}

function entriesOf(listed: string): readonly ListedData[] {
  try {
    return JSON.parse(listed) as readonly ListedData[];
  } catch {
    // Anybody may edit a run's tags; the hash beside this one still says which data it was.
    return [];
  }
}
