/** hyperopt's words for how a trial is. An objective returns `STATUS_OK` or `STATUS_FAIL`. */
export const STATUS_NEW = "new";
export const STATUS_RUNNING = "running";
export const STATUS_SUSPENDED = "suspended";
export const STATUS_OK = "ok";
export const STATUS_FAIL = "fail";
