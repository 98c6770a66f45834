import type { Connection } from "../../database/index.js";
import { isProcessAlive, type ProcessIdentity } from "../process-identity.js";

interface ConsumerRow extends ProcessIdentity {
  readonly id: string;
  readonly leaseUntilMs: number;
}

/** Says that this consumer lives; the row is made again when others took it for dead meanwhile. */
export function renewConsumer(
  connection: Connection,
  { id, queue, identity, leaseUntilMs }: { id: string; queue: string; identity: ProcessIdentity; leaseUntilMs: number },
): void {
  const renew = connection.prepare(
    `INSERT INTO queue_consumer (id, queue, host, pid, started, lease_until_ms) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET lease_until_ms = excluded.lease_until_ms`,
  );
  renew.run(id, queue, identity.host, identity.pid, identity.started, leaseUntilMs);
}

/**
 * Makes the jobs of dead consumers wait again: those whose process is gone from this host, and those that have been
 * silent for longer than their lease. Whoever was only slow finds its attempts fenced by their number.
 */
export function releaseDeadConsumers(
  connection: Connection,
  { queue, self, nowMs }: { queue: string; self: string; nowMs: number },
): void {
  const others = connection
    .prepare(
      `SELECT id, host, pid, started, lease_until_ms AS leaseUntilMs FROM queue_consumer WHERE queue = ? AND id <> ?`,
    )
    .all<ConsumerRow>(queue, self);
  for (const other of others) {
    if (isDead(other, nowMs)) removeConsumer(connection, other.id);
  }
}

function isDead(consumer: ConsumerRow, nowMs: number): boolean {
  return consumer.leaseUntilMs < nowMs || isProcessAlive(consumer) === false;
}

/** What it still has in hand waits again. */
export function removeConsumer(connection: Connection, id: string): void {
  connection.prepare("UPDATE queue_job SET consumer_id = NULL WHERE consumer_id = ?").run(id);
  connection.prepare("DELETE FROM queue_consumer WHERE id = ?").run(id);
}
