import { randomBytes } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { messageOf } from "../../base/index.js";
import { resolveInside } from "./artifact-path.js";
import type { Adopted } from "./artifact-repository.js";
import { errorCode } from "./file-errors.js";
import { copyWhole, moveFile } from "./place-file.js";
import type { FolderSurvey, Skipped } from "./survey-folder.js";

/** The folder of a run's artifacts. */
export function artifactsOf(runFolder: string): string {
  return join(runFolder, "artifacts");
}

/** The taking over of one source into one run. */
export class Adoption {
  readonly #artifacts: string;
  /** For files under way: beside the artifacts, on the same file system and out of sight of `list`. */
  readonly #workshop: string;
  readonly #target: readonly string[];
  readonly #source: string;
  readonly #skipped: Skipped[] = [];
  #fileCount = 0;
  #sizeBytes = 0;

  /**
   * @param target where among the artifacts, as checked names
   * @param source the file or folder, by its real path
   */
  constructor({ runFolder, target, source }: { runFolder: string; target: readonly string[]; source: string }) {
    this.#artifacts = artifactsOf(runFolder);
    this.#workshop = join(runFolder, `incoming-${randomBytes(6).toString("hex")}`);
    this.#target = target;
    this.#source = source;
  }

  async run({ folders, moves, copies, skipped }: FolderSurvey): Promise<Adopted> {
    await mkdir(this.#artifacts, { recursive: true });
    try {
      for (const folder of folders) await this.#attempt(join(...folder), () => this.#makeFolder(folder));
      // Copies first: what their links point at is about to move.
      for (const { from, to } of copies) await this.#place(from, to, copyWhole);
      for (const { from, to } of moves) await this.#place(from, to, moveFile);
    } finally {
      await rm(this.#workshop, { recursive: true, force: true });
    }
    return { fileCount: this.#fileCount, sizeBytes: this.#sizeBytes, skipped: [...skipped, ...this.#skipped] };
  }

  async #makeFolder(to: readonly string[]): Promise<void> {
    await mkdir(await resolveInside(this.#artifacts, [...this.#target, ...to]), { recursive: true });
  }

  async #place(from: string, to: readonly string[], put: typeof moveFile): Promise<void> {
    await this.#attempt(relative(this.#source, from), async () => {
      const { size } = await stat(from);
      const place = join(this.#artifacts, ...this.#target, ...to);
      // Only the folder is checked for links that lead out: a link under the final name itself is replaced, not followed.
      await resolveInside(this.#artifacts, relative(this.#artifacts, dirname(place)).split(sep).filter(Boolean));
      await mkdir(dirname(place), { recursive: true });
      await put(from, place, this.#workshop);
      this.#fileCount += 1;
      this.#sizeBytes += size;
    });
  }

  /** A name taken by something of another kind, or a source that cannot be read, costs that one file and is reported. */
  async #attempt(path: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      if (/^(EISDIR|ENOTDIR|EEXIST|ENOTEMPTY)$/.test(errorCode(thrown))) {
        this.#skipped.push({ path, reason: "its place is taken by something of another kind" });
      } else if (/^(ENOENT|EACCES|EPERM|ENAMETOOLONG)$/.test(errorCode(thrown))) {
        this.#skipped.push({ path, reason: messageOf(thrown) });
      } else {
        throw thrown;
      }
    }
  }
}
