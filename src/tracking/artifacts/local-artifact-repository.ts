import { createReadStream } from "node:fs";
import { lstat, readdir, realpath, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { SweepError } from "../../base/index.js";
import { Adoption, artifactsOf } from "./adoption.js";
import { parseArtifactPath, resolveInside, segmentProblem } from "./artifact-path.js";
import type { Adopted, ArtifactEntry, ArtifactOwner, ArtifactRepository } from "./artifact-repository.js";
import { artifactError, isMissing } from "./file-errors.js";
import { type FolderSurvey, surveyFolder } from "./survey-folder.js";

/** Artifacts as plain files: `<root>/<experiment id>/<run id>/artifacts/…`. */
export class LocalArtifactRepository implements ArtifactRepository {
  readonly #root: string;

  /** @param root a folder; made when the first artifact comes */
  constructor(root: string) {
    this.#root = resolve(root);
  }

  async adopt(run: ArtifactOwner, source: string, targetPath: string): Promise<Adopted> {
    const target = parseArtifactPath(targetPath);
    const from = await realpath(source).catch((cause) => {
      throw new SweepError("not-found", `There is no file or folder ${source} to keep as an artifact`, { cause });
    });
    if ((await lstat(source)).isSymbolicLink()) {
      // A training that links its output folder to a shared disk does not mean to give that disk away.
      return { fileCount: 0, sizeBytes: 0, skipped: [{ path: source, reason: `a link to ${from}, left where it is` }] };
    }
    try {
      const adoption = new Adoption({ runFolder: this.#runFolder(run), target, source: from });
      return await adoption.run(await survey(from, target));
    } catch (thrown) {
      throw artifactError(thrown, this.#root);
    }
  }

  async list(run: ArtifactOwner, path: string): Promise<readonly ArtifactEntry[]> {
    const segments = parseArtifactPath(path);
    const root = artifactsOf(this.#runFolder(run));
    const names = await readdir(await resolveInside(root, segments)).catch((thrown) => {
      if (isMissing(thrown)) return [];
      throw artifactError(thrown, this.#root);
    });
    const entries: ArtifactEntry[] = [];
    for (const name of names.sort()) {
      const entry = await describe(root, [...segments, name]);
      if (entry !== null) entries.push({ name, ...entry });
    }
    return entries;
  }

  async read(run: ArtifactOwner, path: string): Promise<Readable> {
    const file = await this.locate(run, path);
    const isFile = await stat(file).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (!isFile) throw new SweepError("not-found", `Run ${run.runId} has no artifact file ${JSON.stringify(path)}`);
    return createReadStream(file);
  }

  async locate(run: ArtifactOwner, path: string): Promise<string> {
    return resolveInside(artifactsOf(this.#runFolder(run)), parseArtifactPath(path));
  }

  async remove(run: ArtifactOwner): Promise<void> {
    try {
      await rm(this.#runFolder(run), { recursive: true, force: true });
    } catch (thrown) {
      throw artifactError(thrown, this.#root);
    }
  }

  #runFolder({ experimentId, runId }: ArtifactOwner): string {
    for (const id of [experimentId, runId]) {
      const problem = segmentProblem(id);
      if (problem !== null) throw new SweepError("bad-argument", `Invalid id ${JSON.stringify(id)}: ${problem}`);
    }
    return join(this.#root, experimentId, runId);
  }
}

/** `null` for what is no artifact: a link that leads out, a socket, a file that is just being deleted. */
async function describe(root: string, segments: readonly string[]): Promise<Omit<ArtifactEntry, "name"> | null> {
  try {
    const stats = await stat(await resolveInside(root, segments));
    if (stats.isDirectory()) return { isDirectory: true, sizeBytes: null };
    return stats.isFile() ? { isDirectory: false, sizeBytes: stats.size } : null;
  } catch {
    return null;
  }
}

async function survey(source: string, target: readonly string[]): Promise<FolderSurvey> {
  const stats = await stat(source);
  if (stats.isDirectory()) return surveyFolder(source);
  if (!stats.isFile()) throw new SweepError("bad-argument", `${source} is neither a file nor a folder`);
  if (target.length === 0) {
    throw new SweepError("bad-argument", `The file ${source} needs a path to be kept under, not an empty one`);
  }
  return { folders: [], moves: [{ from: source, to: [] }], copies: [], skipped: [] };
}
