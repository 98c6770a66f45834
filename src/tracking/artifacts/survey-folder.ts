import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { messageOf } from "../../base/index.js";
import { segmentProblem } from "./artifact-path.js";

/** A file of the source and its place among the artifacts, as names from the target folder down. */
export interface SourceFile {
  readonly from: string;
  readonly to: readonly string[];
}

export interface Skipped {
  /** Relative to the source. */
  readonly path: string;
  readonly reason: string;
}

/** What a folder holds, found out before anything in it is moved. */
export interface FolderSurvey {
  /** Every folder before those inside it. */
  readonly folders: readonly (readonly string[])[];
  readonly moves: readonly SourceFile[];
  /** Files reached through a link: they are copied, for their own place needs them too. */
  readonly copies: readonly SourceFile[];
  readonly skipped: readonly Skipped[];
}

/**
 * Lists a folder's content. Links are followed while they stay inside of it, and only one folder link deep, so that the
 * result is finite and no larger than the square of what is there.
 *
 * @param root an existing folder, by its real path
 */
export async function surveyFolder(root: string): Promise<FolderSurvey> {
  const surveyor = new Surveyor(root);
  await surveyor.visit(root, { to: [], throughLink: false });
  return surveyor;
}

interface Visit {
  readonly to: readonly string[];
  readonly throughLink: boolean;
}

class Surveyor implements FolderSurvey {
  readonly folders: (readonly string[])[] = [];
  readonly moves: SourceFile[] = [];
  readonly copies: SourceFile[] = [];
  readonly skipped: Skipped[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async visit(folder: string, { to, throughLink }: Visit): Promise<void> {
    let entries: Dirent[];
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (thrown) {
      this.#skip(folder, `cannot be read: ${messageOf(thrown)}`);
      return;
    }
    for (const entry of entries) {
      const problem = segmentProblem(entry.name);
      const path = join(folder, entry.name);
      if (problem === null) await this.#take(entry, path, { to: [...to, entry.name.normalize("NFC")], throughLink });
      else this.#skip(path, `its name cannot be part of an artifact path: ${problem}`);
    }
  }

  async #take(entry: Dirent, path: string, { to, throughLink }: Visit): Promise<void> {
    if (entry.isFile()) {
      (throughLink ? this.copies : this.moves).push({ from: path, to });
    } else if (entry.isDirectory()) {
      this.folders.push(to);
      await this.visit(path, { to, throughLink });
    } else if (entry.isSymbolicLink()) {
      await this.#follow(path, { to, throughLink });
    } else {
      this.#skip(path, "neither a file nor a folder");
    }
  }

  async #follow(link: string, { to, throughLink }: Visit): Promise<void> {
    const real = await realpath(link).catch(() => null);
    if (real === null) return this.#skip(link, "a link to nothing");
    if (!real.startsWith(this.#root + sep) && real !== this.#root) return this.#skip(link, "a link out of the folder");
    const target = await stat(real);
    if (target.isFile()) {
      this.copies.push({ from: real, to });
    } else if (!target.isDirectory()) {
      this.#skip(link, "a link to neither a file nor a folder");
    } else if (throughLink || link.startsWith(real + sep)) {
      this.#skip(link, "a link to a folder, inside that folder or a linked one");
    } else {
      this.folders.push(to);
      await this.visit(real, { to, throughLink: true });
    }
  }

  #skip(path: string, reason: string): void {
    this.skipped.push({ path: relative(this.#root, path), reason });
  }
}
