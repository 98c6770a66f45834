import type { Readable } from "node:stream";

/** The run whose artifacts are meant. */
export interface ArtifactOwner {
  /** As shown to users: a decimal number as a string. */
  readonly experimentId: string;
  readonly runId: string;
}

/** One name inside a folder of artifacts. */
export interface ArtifactEntry {
  /** The last part of its path. */
  readonly name: string;
  readonly isDirectory: boolean;
  /** `null` for folders. */
  readonly sizeBytes: number | null;
}

/** What became of a folder or file that was handed over. */
export interface Adopted {
  readonly fileCount: number;
  readonly sizeBytes: number;
  /** What was left behind, and why: sockets, links that lead out of the folder, names that no path can express. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Where the runs' artifacts are kept. Paths are relative to the run's own artifacts, with `/` between their parts and the
 * empty path for all of them; one that would lead elsewhere is refused with `bad-argument`. One suite for every
 * implementation: `test/contracts/artifact-repository.ts`.
 */
export interface ArtifactRepository {
  /**
   * Takes over a local file (kept as `targetPath`) or the content of a local folder (merged into `targetPath`; a file that
   * is there already is replaced). A file appears under its final name only once it is whole. A source that is
   * itself a link is skipped, what it points at untouched. What is left of the source is the caller's to delete.
   */
  adopt(run: ArtifactOwner, source: string, targetPath: string): Promise<Adopted>;
  /** What a folder of artifacts holds, in the order of names; nothing when there is no such folder. */
  list(run: ArtifactOwner, path: string): Promise<readonly ArtifactEntry[]>;
  /** The bytes of one file; rejects with `not-found` when there is none. */
  read(run: ArtifactOwner, path: string): Promise<Readable>;
  /** The address of an artifact, whether it exists or not: an absolute path for artifacts on this machine. */
  locate(run: ArtifactOwner, path: string): Promise<string>;
  /** Deletes all artifacts of a run. */
  remove(run: ArtifactOwner): Promise<void>;
}
