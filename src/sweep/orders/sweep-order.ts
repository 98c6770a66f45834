import type { Connection } from "../../database/index.js";
import type { SweepSpec } from "../spec.js";
import { requireSweep } from "../store/sweep-rows.js";

/** What any process may ask of a sweep. */
export type SweepOrder =
  /** No further trials; running ones finish. */
  | { readonly kind: "stop" }
  /** Running ones are stopped too. */
  | { readonly kind: "stop-now" }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  /** Adds to the number of trials. */
  | { readonly kind: "extend"; readonly count: number };

interface OrderRow {
  readonly id: number;
  readonly kind: string;
  readonly amount: number | null;
}

const INSERT = "INSERT INTO sweep_order (sweep_id, kind, amount, created_at) VALUES (?, ?, ?, ?)";
const DUE = "SELECT id, kind, amount FROM sweep_order WHERE sweep_id = ? AND handled_at IS NULL ORDER BY id";
const HANDLED = "UPDATE sweep_order SET handled_at = ? WHERE id = ?";
const SET_STATE = "UPDATE sweep SET state = ? WHERE id = ?";
const SET_SPEC = "UPDATE sweep SET spec = ? WHERE id = ?";
const REOPEN = `UPDATE sweep SET state = 'paused', stop_reason = NULL, ended_at = NULL,
    limits_from = (SELECT count(*) FROM trial WHERE sweep_id = sweep.id AND told IS NOT NULL)
  WHERE id = ?`;

export function insertOrder(connection: Connection, sweepId: string, to: { order: SweepOrder; nowMs: number }): void {
  const { order, nowMs } = to;
  connection.prepare(INSERT).run(sweepId, order.kind, order.kind === "extend" ? order.count : null, nowMs);
}

/** Whether somebody has given an order that nobody has taken yet. */
export function hasOrders(connection: Connection, sweepId: string): boolean {
  return connection.prepare(DUE).get(sweepId) !== undefined;
}

/** The orders given since they were last taken, oldest first. They are the caller's to carry out. */
export function takeOrders(connection: Connection, sweepId: string, nowMs: number): readonly SweepOrder[] {
  const rows = connection.prepare(DUE).all<OrderRow>(sweepId);
  for (const { id } of rows) connection.prepare(HANDLED).run(nowMs, id);
  return rows.map(({ kind, amount }) =>
    kind === "extend" ? { kind, count: amount ?? 0 } : { kind: kind as Exclude<SweepOrder["kind"], "extend"> },
  );
}

/** Writes what an order means for a sweep that is being run. */
export function recordOrder(connection: Connection, sweepId: string, order: SweepOrder): void {
  if (order.kind === "extend") extendSpec(connection, sweepId, order.count);
  else connection.prepare(SET_STATE).run(STATE_AFTER[order.kind], sweepId);
}

const STATE_AFTER = { stop: "stopping", "stop-now": "stopping", pause: "paused", resume: "running" } as const;

/** Allows more trials, counted from the limit there is or, without one, from the trials there are. */
export function extendSpec(connection: Connection, sweepId: string, count: number): void {
  const spec = JSON.parse(requireSweep(connection, sweepId).spec) as SweepSpec;
  const counted = connection.prepare("SELECT count(*) AS trials FROM trial WHERE sweep_id = ?");
  const from = spec.maxEvals ?? counted.get<{ trials: number }>(sweepId)?.trials ?? 0;
  connection.prepare(SET_SPEC).run(JSON.stringify({ ...spec, maxEvals: from + count } satisfies SweepSpec), sweepId);
}

/** Makes a sweep that has ended resumable. Its results so far no longer count towards the limits that ended it. */
export function reopen(connection: Connection, sweepId: string): void {
  connection.prepare(REOPEN).run(sweepId);
}
