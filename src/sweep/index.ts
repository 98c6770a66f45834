export { type CreatedSweep, createSweep } from "./create-sweep.js";
export { type OpenStoreOptions, openStore, type SweepStore } from "./open-store.js";
export { type OrderAnswer, orderSweep, type SweepOrder } from "./orders.js";
export type {
  BestTrial,
  Progress,
  RegisteredBest,
  SweepEvent,
  SweepState,
  SweepSummary,
  TrialCounts,
} from "./progress.js";
export {
  findSweep,
  type ListedTrial,
  listSweeps,
  listTrials,
  type RerunCommand,
  rerunCommand,
  type SweepListing,
  type SweepOwner,
  sweepSummary,
  trialLogPaths,
} from "./queries/queries.js";
export { type RunSweepOptions, runSweep, type SweepRun } from "./run-sweep.js";
export {
  type LoadedSpaceFile,
  type LoadSpaceFileOptions,
  loadSpaceFile,
  type Override,
  previewCommands,
  spaceFileJsonSchema,
} from "./space-file/index.js";
export type { SweepSpec } from "./spec.js";
export type { Finished, ProposedTrial, TrialRecord, TrialState, TrialStore } from "./store/trial-store.js";
