import type { Generated } from "kysely";

/** The tables of the sweep room, as Kysely sees them. JSON columns hold text; times are milliseconds since the epoch. */
export interface SweepSchema {
  sweep: SweepTable;
  trial: TrialTable;
  attempt: AttemptTable;
  sweep_order: SweepOrderTable;
}

export interface SweepTable {
  id: string;
  name: string;
  experiment_id: string;
  parent_run_id: string;
  spec: string;
  state: string;
  stop_reason: string | null;
  owner: string | null;
  owner_since: number | null;
  /** Counts owners; every write of one carries it. */
  epoch: number;
  lease_until: number | null;
  /** Results told before this many do not count towards the limits: the sweep was extended or resumed after them. */
  limits_from: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  active_ms: number;
  data_hash: string | null;
  model: string | null;
}

export interface TrialTable {
  sweep_id: string;
  number: number;
  run_id: string;
  params: string;
  values: string;
  watermark: number;
  state: string;
  reason: string | null;
  attempt: number;
  last_batch: number;
  lease_until: number | null;
  loss: number | null;
  value: number | null;
  kind: "number" | "nan" | null;
  result: string | null;
  told: number | null;
  worker: string | null;
  started_at: number | null;
  ended_at: number | null;
  duration_ms: number | null;
}

export interface AttemptTable {
  sweep_id: string;
  trial_number: number;
  number: number;
  state: string;
  reason: string | null;
  worker: string | null;
  started_at: number | null;
  ended_at: number;
  exit_code: number | null;
  stderr_tail: string | null;
  scratch: string | null;
}

export interface SweepOrderTable {
  id: Generated<number>;
  sweep_id: string;
  kind: string;
  amount: number | null;
  created_at: number;
  handled_at: number | null;
}
