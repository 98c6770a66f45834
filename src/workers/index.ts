export { checkStartable, type UnstartedCommand } from "./command/check-startable.js";
export { CommandExecutor, type CommandExecutorOptions } from "./command/command-executor.js";
export { type CommandLine, type CommandLineOptions, commandLine } from "./command/command-line.js";
export {
  type AttemptPaths,
  attemptEnvironment,
  type Environment,
  type EnvironmentOptions,
  environmentNames,
  type NameCollision,
} from "./command/environment.js";
export { killLeftBehind } from "./command/left-behind.js";
export { checkPlaceholders } from "./command/placeholders.js";
export type { AttemptReporter, ExecutionContext, Executor, StopReason } from "./executor.js";
export { isProcessAlive, type ProcessIdentity, processIdentity } from "./process-identity.js";
export type {
  Assignment,
  AttemptRef,
  MetricPoint,
  Objective,
  Order,
  Outcome,
  Report,
  WorkerIdentity,
  WorkerProtocol,
} from "./protocol/protocol.js";
export type { Broker, Consumer } from "./queue/broker.js";
export { MemoryBroker } from "./queue/memory-broker.js";
export { queueMigrations } from "./queue/queue-migrations.js";
export { SqliteBroker, type SqliteBrokerOptions } from "./queue/sqlite-broker.js";
export { BatchingReporter, type BatchingReporterOptions } from "./reporting/batching-reporter.js";
export { Worker, type WorkerEnd, type WorkerOptions } from "./worker.js";
