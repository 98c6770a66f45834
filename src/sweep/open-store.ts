import type { Clock, Logger } from "../base/index.js";
import { SweepError } from "../base/index.js";
import type { Database } from "../database/index.js";

export interface OpenStoreOptions {
  /** Folder of everything local; created when missing. */
  readonly home: string;
  /** `sqlite:///path`; default: `sweep.db` in the home folder. */
  readonly trackingUri?: string;
  /** Folder of all artifacts; default: `artifacts` in the home folder. */
  readonly artifactRoot?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** One place where sweeps are kept: a database, an artifact folder and room for scratch files. */
export interface SweepStore {
  /** Absolute. */
  readonly home: string;
  readonly trackingUri: string;
  /** Absolute. */
  readonly artifactRoot: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  close(): Promise<void>;
}

/**
 * Opens a store, creating it and bringing its schema up to date.
 *
 * @throws SweepError `bad-argument` for a scheme this version does not know, `store-unusable`, `store-too-new`
 */
export async function openStore(options: OpenStoreOptions): Promise<SweepStore> {
  throw new SweepError("internal", `not written yet ${options.home}`);
}
