import { SweepError } from "../../base/index.js";
import type { Connection, Database } from "../../database/index.js";
import { isProcessAlive, type ProcessIdentity } from "../../workers/index.js";
import type { SweepState } from "../progress.js";
import type { SweepSpec } from "../spec.js";

/** A row of table `sweep`. Times are milliseconds since the epoch. */
export interface SweepRow {
  readonly id: string;
  readonly name: string;
  readonly experiment_id: string;
  readonly parent_run_id: string;
  readonly spec: string;
  readonly state: string;
  readonly stop_reason: string | null;
  readonly owner: string | null;
  readonly owner_since: number | null;
  /** Counts owners; every write of one carries it. */
  readonly epoch: number;
  readonly lease_until: number | null;
  /** Results told before this many do not count towards the limits: the sweep was extended or resumed after them. */
  readonly limits_from: number;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly active_ms: number;
  readonly model: string | null;
}

/** Who runs a sweep at the moment. */
export interface SweepOwner {
  readonly host: string;
  readonly pid: number;
  readonly sinceMs: number;
  /** `false` when that process is gone, or its lease has ended. */
  readonly alive: boolean;
}

/** The version that the best trial's model became. */
export interface Registration {
  readonly name: string;
  readonly version: number;
}

/** A sweep as stored. */
export interface StoredSweep {
  readonly sweepId: string;
  readonly name: string;
  readonly experimentId: string;
  readonly parentRunId: string;
  readonly spec: SweepSpec;
  /** As stored, except that one whose owner died is `interrupted`. */
  readonly state: SweepState;
  /** Why it ended, in words. */
  readonly stopReason: string | null;
  readonly owner: SweepOwner | null;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Time it was worked on, over all processes that did. */
  readonly activeMs: number;
  readonly registration: Registration | null;
}

/** @throws SweepError `not-found` */
export function sweepRow(database: Database, sweepId: string): Promise<SweepRow> {
  return database.read((connection) => requireSweep(connection, sweepId));
}

/** @throws SweepError `not-found` */
export function requireSweep(connection: Connection, sweepId: string): SweepRow {
  const row = connection.prepare("SELECT * FROM sweep WHERE id = ?").get<SweepRow>(sweepId);
  if (row === undefined) throw new SweepError("not-found", `There is no sweep ${sweepId} in this store.`);
  return row;
}

/** @param nowMs for judging the lease of an owner on another machine */
export function sweepOf(row: SweepRow, nowMs: number): StoredSweep {
  const owner = ownerOf(row, nowMs);
  const deserted = owner?.alive !== true && (row.state === "running" || row.state === "stopping");
  return {
    sweepId: row.id,
    name: row.name,
    experimentId: row.experiment_id,
    parentRunId: row.parent_run_id,
    spec: JSON.parse(row.spec) as SweepSpec,
    state: deserted ? "interrupted" : (row.state as SweepState),
    stopReason: row.stop_reason,
    owner,
    createdAtMs: row.created_at,
    startedAtMs: row.started_at,
    endedAtMs: row.ended_at,
    activeMs: row.active_ms,
    registration: row.model === null ? null : (JSON.parse(row.model) as Registration),
  };
}

/** A dead process of this machine is recognised at once, one elsewhere when its lease has ended. */
export function ownerOf(row: SweepRow, nowMs: number): SweepOwner | null {
  if (row.owner === null) return null;
  const identity = JSON.parse(row.owner) as ProcessIdentity;
  const alive = isProcessAlive(identity) ?? (row.lease_until ?? 0) > nowMs;
  return { host: identity.host, pid: identity.pid, sinceMs: row.owner_since ?? 0, alive };
}
