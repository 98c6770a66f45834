/*
 * The statements behind a trial's moves. Each condition on attempt and state is what fences late and repeated words.
 */

export const OWNED = "SELECT 1 FROM sweep WHERE id = ? AND epoch = ?";
export const OPEN_TRIALS = "SELECT * FROM trial WHERE sweep_id = ? AND told IS NULL ORDER BY number";
export const LAST_TOLD = "SELECT max(told) AS told FROM trial WHERE sweep_id = ? AND told IS NOT NULL";
export const BEST =
  "SELECT min(loss) AS loss FROM trial WHERE sweep_id = ? AND state = 'complete' AND abs(loss) < 9e999";
export const PAST =
  "SELECT state, count(*) AS times FROM attempt WHERE sweep_id = ? AND trial_number = ? GROUP BY state";

export const INSERT_TRIAL = `INSERT INTO trial
  (sweep_id, number, run_id, params, "values", watermark, state, attempt, last_batch)
  VALUES (?, ?, ?, ?, ?, ?, 'waiting', 1, 0)`;
export const CLAIM = `UPDATE trial SET state = 'running', reason = NULL, worker = ?, started_at = ?, lease_until = ?
  WHERE sweep_id = ? AND number = ? AND attempt = ? AND state = 'waiting'`;
export const RENEW = `UPDATE trial SET lease_until = ?
  WHERE sweep_id = ? AND number = ? AND attempt = ? AND state = 'running'`;
export const NEXT_BATCH = `UPDATE trial SET last_batch = ?
  WHERE sweep_id = ? AND number = ? AND attempt = ? AND state = 'running' AND last_batch < ?`;
export const IS_RUNNING = "SELECT 1 FROM trial WHERE sweep_id = ? AND number = ? AND attempt = ? AND state = 'running'";
export const SETTLE = `UPDATE trial
  SET state = ?, reason = ?, loss = ?, value = ?, kind = ?, result = ?, told = ?, started_at = ?, ended_at = ?,
    duration_ms = ?, lease_until = NULL
  WHERE sweep_id = ? AND number = ? AND attempt = ? AND state IN ('running', ?)`;
export const REQUEUE = `UPDATE trial
  SET state = 'waiting', attempt = attempt + 1, last_batch = 0, reason = ?, worker = NULL, started_at = NULL,
    lease_until = NULL
  WHERE sweep_id = ? AND number = ? AND attempt = ? AND state = 'running'`;

export const INSERT_ATTEMPT = `INSERT INTO attempt
  (sweep_id, trial_number, number, state, reason, worker, started_at, ended_at, exit_code, stderr_tail, scratch)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** The late word of an attempt that was given up: kept beside what became of it, and nothing more. */
export const LATE_END = `UPDATE attempt SET state = 'superseded', exit_code = ?, stderr_tail = ?, ended_at = ?
  WHERE sweep_id = ? AND trial_number = ? AND number = ? AND state = 'lost'`;
