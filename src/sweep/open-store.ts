import { resolve } from "node:path";
import { type Clock, type Logger, SweepError, silentLogger, systemClock } from "../base/index.js";
import { type Database, migrate, openDatabase } from "../database/index.js";
import { type ArtifactRepository, LocalArtifactRepository, trackingMigrations } from "../tracking/index.js";
import { queueMigrations } from "../workers/index.js";
import { sweepMigrations } from "./store/migrations.js";

export interface OpenStoreOptions {
  /** Folder of everything local; created when missing. */
  readonly home: string;
  /** `sqlite:///path`, relative to the working directory unless `path` begins with a slash. Default: `sweep.db` in home. */
  readonly trackingUri?: string;
  /** Folder of all artifacts; default: `artifacts` in home. */
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
  readonly artifacts: ArtifactRepository;
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
  const home = resolve(options.home);
  const path = options.trackingUri === undefined ? resolve(home, "sweep.db") : databasePath(options.trackingUri);
  const artifactRoot = artifactFolder(options.artifactRoot ?? resolve(home, "artifacts"));
  const database = await openDatabase({ path });
  try {
    await migrate(database, [...trackingMigrations, ...queueMigrations, ...sweepMigrations]);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    home,
    trackingUri: `sqlite:///${path}`,
    artifactRoot,
    database,
    artifacts: new LocalArtifactRepository(artifactRoot),
    clock: options.clock ?? systemClock,
    logger: options.logger ?? silentLogger,
    close: () => database.close(),
  };
}

function databasePath(trackingUri: string): string {
  const path = /^sqlite:\/\/\/(.+)$/.exec(trackingUri)?.[1];
  if (path !== undefined) return resolve(path);
  throw new SweepError(
    "bad-argument",
    `Tracking URI ${JSON.stringify(withoutPassword(trackingUri))} is not supported by this version; expected sqlite:///path/to/file.db.`,
  );
}

function artifactFolder(root: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(root)) return resolve(root);
  throw new SweepError(
    "bad-argument",
    `Artifact root ${JSON.stringify(withoutPassword(root))} is not supported by this version; expected a folder.`,
  );
}

function withoutPassword(uri: string): string {
  return uri.replace(/:\/\/[^/@]*@/, "://***@");
}
