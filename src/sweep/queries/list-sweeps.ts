import { SweepError } from "../../base/index.js";
import type { Database } from "../../database/index.js";
import type { SweepStore } from "../open-store.js";
import { noTrials, type TrialCounts } from "../progress.js";
import { type StoredSweep, type SweepRow, sweepOf, sweepRow } from "../store/sweep-rows.js";
import type { TrialRecord, TrialState } from "../store/trial-store.js";
import { bestTrial } from "./best-trial.js";

/** A sweep and how far it is. */
export interface SweepListing extends Omit<StoredSweep, "registration"> {
  readonly counts: TrialCounts;
  readonly best: TrialRecord | null;
}

interface Tried {
  /** Whether any of its trials has ended. */
  readonly tried: 0 | 1;
}

const ALL = `SELECT *, EXISTS (SELECT 1 FROM trial WHERE sweep_id = sweep.id AND told IS NOT NULL) AS tried
  FROM sweep ORDER BY created_at DESC, rowid DESC`;
const COUNTS = "SELECT state, count(*) AS trials FROM trial WHERE sweep_id = ? GROUP BY state";

/** Every sweep, newest first. */
export async function listSweeps(store: SweepStore): Promise<readonly SweepListing[]> {
  const rows = await store.database.read((connection) => connection.prepare(ALL).all<SweepRow>());
  return Promise.all(rows.map((row) => listingOf(store, row)));
}

/**
 * The sweep meant by an id, the beginning of one, a name or `latest`. A name means its newest sweep; one that failed
 * before any trial had ended, as with a mistyped command, only if it has no other. `latest` means the newest of all.
 *
 * @throws SweepError `not-found`, naming what there is, when nothing or several sweeps match
 */
export async function findSweep(store: SweepStore, wanted: string): Promise<SweepListing> {
  const rows = await store.database.read((connection) => connection.prepare(ALL).all<SweepRow & Tried>());
  const matches = matching(rows, wanted);
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return listingOf(store, only);
  if (matches.length > 1) {
    throw new SweepError("not-found", `${JSON.stringify(wanted)} could be any of ${listed(matches)}.`);
  }
  const there = rows.length === 0 ? "there are none yet" : `there are ${listed(rows)}`;
  throw new SweepError("not-found", `No sweep has the id or name ${JSON.stringify(wanted)}; ${there}.`);
}

/** @throws SweepError `not-found` */
export async function listingById(store: SweepStore, sweepId: string): Promise<SweepListing> {
  return listingOf(store, await sweepRow(store.database, sweepId));
}

/** What is written out in full goes before what is only begun. */
function matching(newestFirst: readonly (SweepRow & Tried)[], wanted: string): readonly SweepRow[] {
  const named = newestFirst.filter(({ name }) => name === wanted);
  const exact =
    newestFirst.find(({ id }) => id === wanted) ??
    named.find(({ state, tried }) => state !== "failed" || tried === 1) ??
    named[0];
  if (exact !== undefined) return [exact];
  if (wanted === "latest") return newestFirst.slice(0, 1);
  return wanted === "" ? [] : newestFirst.filter(({ id }) => id.startsWith(wanted));
}

const NAMED_AT_MOST = 8;

function listed(rows: readonly SweepRow[]): string {
  const names = rows.slice(0, NAMED_AT_MOST).map(({ id, name }) => `${id} (${name})`);
  const more = rows.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

async function listingOf(store: SweepStore, row: SweepRow): Promise<SweepListing> {
  const { registration: _, ...sweep } = sweepOf(row, store.clock.now());
  return {
    ...sweep,
    counts: await trialCounts(store.database, sweep),
    best: await bestTrial(store.database, row.id),
  };
}

/** How many trials of a sweep are in each state. Without a living owner none runs: such a one waits to be run again. */
export async function trialCounts(
  database: Database,
  { sweepId, owner }: Pick<StoredSweep, "sweepId" | "owner">,
): Promise<TrialCounts> {
  const counts: Record<TrialState, number> = noTrials();
  const rows = await database.read((connection) =>
    connection.prepare(COUNTS).all<{ state: TrialState; trials: number }>(sweepId),
  );
  for (const { state, trials } of rows) counts[state] = trials;
  if (owner?.alive === true) return counts;
  return { ...counts, waiting: counts.waiting + counts.running, running: 0 };
}
