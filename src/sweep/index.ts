export { type CreatedSweep, createSweep } from "./create-sweep.js";
export { type OpenStoreOptions, openStore, type SweepStore } from "./open-store.js";
export { type OrderAnswer, orderSweep } from "./orders/order-sweep.js";
export type { SweepOrder } from "./orders/sweep-order.js";
export { previewCommands } from "./preview-commands.js";
export type {
  BestTrial,
  Progress,
  RegisteredBest,
  SweepEvent,
  SweepState,
  SweepSummary,
  TrialCounts,
} from "./progress.js";
export type { DataFile } from "./provenance/data-files.js";
export type { GitState } from "./provenance/git.js";
export type { RecordedData, RecordedProvenance } from "./provenance/recorded-provenance.js";
export { findSweep, listSweeps, type SweepListing } from "./queries/list-sweeps.js";
export { type ListedTrial, listTrials } from "./queries/list-trials.js";
export { type RerunCommand, rerunCommand } from "./queries/rerun-command.js";
export { sweepProvenance } from "./queries/sweep-provenance.js";
export { sweepSummary } from "./queries/sweep-summary.js";
export { type ArtifactFile, type TrialAttempt, type TrialDetails, trialDetails } from "./queries/trial-details.js";
export { type TrialLogPaths, trialLogPaths } from "./queries/trial-logs.js";
export { type RunSweepOptions, runSweep, type SweepRun } from "./run/run-sweep.js";
export {
  type LoadedSpaceFile,
  type LoadSpaceFileOptions,
  loadSpaceFile,
  type Override,
  spaceFileJsonSchema,
} from "./space-file/index.js";
export type { SweepSpec } from "./spec.js";
export type { SweepOwner } from "./store/sweep-rows.js";
export type { Finished, ProposedTrial, TrialRecord, TrialState, TrialStore } from "./store/trial-store.js";
