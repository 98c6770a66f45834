/*
 * An entry of its own for programs: the rest of the sweep room would bring in Node's types and the database.
 */
export { fmin } from "./fmin.js";
export type { FminTrial } from "./fmin-trial.js";
export type { ObjectiveResult, ObjectiveReturn } from "./objective-result.js";
export type { EarlyStop, FminOptions } from "./options.js";
