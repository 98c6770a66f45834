/** hyperopt's words for how a trial is, and `STATUS_PRUNED`. An objective returns `STATUS_OK` or `STATUS_FAIL`. */
export const STATUS_NEW = "new";
export const STATUS_RUNNING = "running";
export const STATUS_SUSPENDED = "suspended";
export const STATUS_OK = "ok";
export const STATUS_FAIL = "fail";
/** Not in hyperopt: ended early, because its curve was not good enough. */
export const STATUS_PRUNED = "pruned";
