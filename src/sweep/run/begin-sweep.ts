import { setTags, updateRun } from "../../tracking/index.js";
import type { SweepStore } from "../open-store.js";
import { assertOwned } from "../ownership.js";
import type { Provenance } from "../provenance/provenance.js";
import { requireSweep, type SweepRow } from "../store/sweep-rows.js";

const BEGIN = `UPDATE sweep SET state = 'running', stop_reason = NULL, ended_at = NULL,
    started_at = coalesce(started_at, ?),
    limits_from = CASE WHEN state = 'failed'
      THEN (SELECT count(*) FROM trial WHERE sweep_id = sweep.id AND told IS NOT NULL) ELSE limits_from END
  WHERE id = ?`;

/**
 * Writes that the owner of a sweep now runs it. A sweep that failed gets a new chance: the failures that ended it no
 * longer count.
 *
 * @returns the row as it is now
 */
export function beginSweep(store: SweepStore, row: SweepRow, { tags }: Provenance): Promise<SweepRow> {
  const nowMs = store.clock.now();
  return store.database.write((connection) => {
    assertOwned(connection, row);
    connection.prepare(BEGIN).run(nowMs, row.id);
    const begun = requireSweep(connection, row.id);
    setTags(connection, row.parent_run_id, tags);
    updateRun(connection, row.parent_run_id, { status: "RUNNING", startTimeMs: begun.started_at, endTimeMs: null });
    return begun;
  });
}
