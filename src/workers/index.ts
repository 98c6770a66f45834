export type { AttemptReporter, Executor, StopReason } from "./executor.js";
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
