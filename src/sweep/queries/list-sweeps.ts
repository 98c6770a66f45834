import { SweepError } from "../../base/index.js";
import type { Database } from "../../database/index.js";
import type { SweepStore } from "../open-store.js";
import type { TrialCounts } from "../progress.js";
import { type StoredSweep, type SweepRow, sweepOf, sweepRow } from "../store/sweep-rows.js";
import type { TrialRecord, TrialState } from "../store/trial-store.js";
import { bestTrial } from "./best-trial.js";

/** A sweep and how far it is. */
export interface SweepListing extends Omit<StoredSweep, "registration"> {
  readonly counts: TrialCounts;
  readonly best: TrialRecord | null;
}

const ALL = "SELECT * FROM sweep ORDER BY created_at DESC, rowid DESC";
const COUNTS = "SELECT state, count(*) AS trials FROM trial WHERE sweep_id = ? GROUP BY state";

/** Every sweep, newest first. */
export async function listSweeps(store: SweepStore): Promise<readonly SweepListing[]> {
  const rows = await store.database.read((connection) => connection.prepare(ALL).all<SweepRow>());
  return Promise.all(rows.map((row) => listingOf(store, row)));
}

/**
 * The sweep meant by an id, the beginning of one, a name (its newest sweep) or `latest`.
 *
 * @throws SweepError `not-found`, naming what there is, when nothing or several sweeps match
 */
export async function findSweep(store: SweepStore, wanted: string): Promise<SweepListing> {
  const rows = await store.database.read((connection) => connection.prepare(ALL).all<SweepRow>());
  const matches = matching(rows, wanted);
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return listingOf(store, only);
  if (matches.length > 1) {
    throw new SweepError("not-found", `${JSON.stringify(wanted)} could be any of ${named(matches)}.`);
  }
  const there = rows.length === 0 ? "there are none yet" : `there are ${named(rows)}`;
  throw new SweepError("not-found", `No sweep has the id or name ${JSON.stringify(wanted)}; ${there}.`);
}

/** @throws SweepError `not-found` */
export async function listingById(store: SweepStore, sweepId: string): Promise<SweepListing> {
  return listingOf(store, await sweepRow(store.database, sweepId));
}

/** What is written out in full goes before what is only begun. */
function matching(newestFirst: readonly SweepRow[], wanted: string): readonly SweepRow[] {
  const newestNamed = newestFirst.find(({ name }) => name === wanted);
  const exact = newestFirst.find(({ id }) => id === wanted) ?? newestNamed;
  if (exact !== undefined) return [exact];
  if (wanted === "latest") return newestFirst.slice(0, 1);
  return wanted === "" ? [] : newestFirst.filter(({ id }) => id.startsWith(wanted));
}

const NAMED_AT_MOST = 8;

function named(rows: readonly SweepRow[]): string {
  const names = rows.slice(0, NAMED_AT_MOST).map(({ id, name }) => `${id} (${name})`);
  const more = rows.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

async function listingOf(store: SweepStore, row: SweepRow): Promise<SweepListing> {
  const { registration: _, ...sweep } = sweepOf(row, store.clock.now());
  return {
    ...sweep,
    counts: await trialCounts(store.database, row.id),
    best: await bestTrial(store.database, row.id),
  };
}

/** How many trials of a sweep are in each state. */
export async function trialCounts(database: Database, sweepId: string): Promise<TrialCounts> {
  const counts: Record<TrialState, number> = {
    waiting: 0,
    running: 0,
    complete: 0,
    pruned: 0,
    failed: 0,
    no_result: 0,
    cancelled: 0,
  };
  const rows = await database.read((connection) =>
    connection.prepare(COUNTS).all<{ state: TrialState; trials: number }>(sweepId),
  );
  for (const { state, trials } of rows) counts[state] = trials;
  return counts;
}
