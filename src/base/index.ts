export { type Clock, systemClock } from "./clock.js";
export { type Issue, messageOf, type Parsed, SweepError, type SweepErrorCode } from "./errors.js";
export { flattenParams } from "./flatten-params.js";
export { newRunId, newSweepId, newWorkerId } from "./ids.js";
export type { Json, JsonObject } from "./json.js";
export { type Logger, silentLogger } from "./logger.js";
export { createRandom, type Random } from "./random.js";
