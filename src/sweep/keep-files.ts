import { readdir, rm, stat } from "node:fs/promises";
import { messageOf } from "../base/index.js";
import type { Database } from "../database/index.js";
import { type Adopted, type ArtifactRepository, setTags } from "../tracking/index.js";
import type { AttemptRef, Outcome } from "../workers/index.js";
import type { Scratch } from "./store/trial-rows.js";
import type { Finished } from "./store/trial-store.js";

export interface FileKeeperOptions {
  readonly database: Database;
  readonly artifacts: ArtifactRepository;
  readonly sweepId: string;
  readonly experimentId: string;
  readonly folders: ScratchFolders;
  readonly onNotice: (message: string) => void;
}

/** Folders that attempts write to, to be deleted when they are over. */
export interface ScratchFolders {
  /** One attempt's own. */
  attempt(ref: AttemptRef): string;
  /** What all attempts of a trial share, checkpoints for one, around their own folders. */
  trial(trialNumber: number): string;
}

interface PendingRow {
  readonly trial_number: number;
  readonly number: number;
  readonly scratch: string;
  readonly run_id: string;
}

const PENDING = `SELECT attempt.trial_number, attempt.number, attempt.scratch, trial.run_id
  FROM attempt JOIN trial ON trial.sweep_id = attempt.sweep_id AND trial.number = attempt.trial_number
  WHERE attempt.sweep_id = ? AND attempt.scratch IS NOT NULL`;
const KEPT = "UPDATE attempt SET scratch = NULL WHERE sweep_id = ? AND trial_number = ? AND number = ?";

/** With more attempts than this whose files are still being moved, workers wait. */
const BACKLOG = 32;

/**
 * Moves what the attempts that counted left (output folder, logs) into their runs' artifacts, and deletes the rest. An
 * attempt's row names its files until they are moved, so that a resumed sweep finishes what a crash or a full disk cut
 * short. No trial's result depends on any of it.
 */
export class FileKeeper {
  readonly #options: FileKeeperOptions;
  readonly #moves = new Set<Promise<void>>();

  constructor(options: FileKeeperOptions) {
    this.#options = options;
  }

  /** Puts away the files of an attempt whose end has been stored. Resolves early as a rule: see `settle`. */
  async keep(ref: AttemptRef, finished: Finished, outcome: Outcome): Promise<void> {
    // A late attempt's files are left alone: what it was superseded by may be the same attempt, told twice.
    if (finished.kind === "superseded") return;
    const move =
      finished.kind === "settled"
        ? this.#putAway(ref, finished.trial.runId, outcome)
        : deleteFolder(this.#options.folders.attempt(ref));
    this.#moves.add(move);
    void move.finally(() => this.#moves.delete(move));
    if (this.#moves.size > BACKLOG) await Promise.race(this.#moves);
  }

  /**
   * Waits until everything given to `keep` has been put away.
   *
   * @returns whether all attempts' files are where they belong, so that nothing of value is left in their folders
   */
  async settle(): Promise<boolean> {
    while (this.#moves.size > 0) await Promise.all(this.#moves);
    return (await this.#pending()).length === 0;
  }

  /** Does what an earlier process left undone. */
  async catchUp(): Promise<void> {
    for (const row of await this.#pending()) {
      const ref = { sweepId: this.#options.sweepId, trialNumber: row.trial_number, attempt: row.number };
      await this.#putAway(ref, row.run_id, JSON.parse(row.scratch) as Scratch);
    }
  }

  #pending(): Promise<readonly PendingRow[]> {
    const { database, sweepId } = this.#options;
    return database.read((connection) => connection.prepare(PENDING).all<PendingRow>(sweepId));
  }

  async #putAway(ref: AttemptRef, runId: string, scratch: Scratch): Promise<void> {
    const { database, folders } = this.#options;
    try {
      const skipped = await this.#adopt(runId, scratch);
      await database.write((connection) => connection.prepare(KEPT).run(ref.sweepId, ref.trialNumber, ref.attempt));
      for (const reason of skipped) await this.#report(ref, runId, reason);
      await deleteFolder(folders.trial(ref.trialNumber));
    } catch (error) {
      await this.#report(ref, runId, `${messageOf(error)} (its files stay in ${folders.attempt(ref)})`);
    }
  }

  /** @returns what could not be kept, in words */
  async #adopt(runId: string, { outputDirectory, logs }: Scratch): Promise<readonly string[]> {
    const { artifacts, experimentId } = this.#options;
    const run = { experimentId, runId };
    const adopted: Adopted[] = [];
    if (outputDirectory !== null && (await holdsAnything(outputDirectory))) {
      adopted.push(await artifacts.adopt(run, outputDirectory, ""));
    }
    for (const [name, path] of Object.entries(logs)) {
      if (await isThere(path)) adopted.push(await artifacts.adopt(run, path, `logs/${name}`));
    }
    return adopted.flatMap(({ skipped }) => skipped.map(({ path, reason }) => `${path}: ${reason}`));
  }

  async #report({ trialNumber }: AttemptRef, runId: string, problem: string): Promise<void> {
    this.#options.onNotice(`Trial ${trialNumber}: not all it wrote became artifacts: ${problem}`);
    // The notice has been given; a store that cannot take the tag as well has troubles of its own to tell.
    await this.#options.database
      .write((connection) => setTags(connection, runId, { "sweep.artifact_error": problem }))
      .catch(() => {});
  }
}

async function holdsAnything(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.length > 0;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Scratch that cannot be deleted is no reason to fail: it only takes up room. */
export async function deleteFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => {});
}
