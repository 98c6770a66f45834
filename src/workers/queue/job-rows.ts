import type { Connection } from "../../database/index.js";
import type { AttemptRef } from "../protocol/protocol.js";

/** A job in a consumer's hands. */
export interface Job {
  readonly id: number;
  readonly ref: AttemptRef;
}

/** Adds jobs that are not there yet. */
export function addJobs(connection: Connection, queue: string, refs: readonly AttemptRef[]): void {
  const insert = connection.prepare(
    "INSERT OR IGNORE INTO queue_job (queue, sweep_id, trial_number, attempt) VALUES (?, ?, ?, ?)",
  );
  for (const { sweepId, trialNumber, attempt } of refs) insert.run(queue, sweepId, trialNumber, attempt);
}

/**
 * Takes the oldest waiting jobs. Two plain statements, each on its index, are some ten times as fast as one that does it
 * all.
 */
export function takeJobs(
  connection: Connection,
  { queue, consumer, count }: { queue: string; consumer: string; count: number },
): Job[] {
  if (count <= 0) return [];
  const rows = connection
    .prepare(
      `SELECT id, sweep_id AS sweepId, trial_number AS trialNumber, attempt FROM queue_job
       WHERE queue = ? AND consumer_id IS NULL ORDER BY id LIMIT ?`,
    )
    .all<{ id: number } & AttemptRef>(queue, count);
  const take = connection.prepare("UPDATE queue_job SET consumer_id = ? WHERE id = ?");
  return rows.map(({ id, sweepId, trialNumber, attempt }) => {
    take.run(consumer, id);
    return { id, ref: { sweepId, trialNumber, attempt } };
  });
}

export function hasWaitingJob(connection: Connection, queue: string): boolean {
  const first = connection.prepare("SELECT id FROM queue_job WHERE queue = ? AND consumer_id IS NULL LIMIT 1");
  return first.get(queue) !== undefined;
}

/** Whether the job is waiting or in someone's hands. */
export function isJobKnown(
  connection: Connection,
  queue: string,
  { sweepId, trialNumber, attempt }: AttemptRef,
): boolean {
  const find = connection.prepare(
    "SELECT id FROM queue_job WHERE queue = ? AND sweep_id = ? AND trial_number = ? AND attempt = ?",
  );
  return find.get(queue, sweepId, trialNumber, attempt) !== undefined;
}

export function deleteJobs(connection: Connection, ids: readonly number[]): void {
  const remove = connection.prepare("DELETE FROM queue_job WHERE id = ?");
  for (const id of ids) remove.run(id);
}
