import type {
  Assignment,
  AttemptRef,
  Order,
  Outcome,
  Report,
  WorkerIdentity,
  WorkerProtocol,
} from "../../src/workers/index.js";
import { jobKey } from "../../src/workers/queue/job-key.js";
import { assignmentOf } from "./assignment.js";

interface Attempt {
  readonly assignment: Assignment;
  state: "due" | "running" | "ended";
}

/** The protocol on nothing but memory: what a coordinator would store, for tests to look at. */
export class MemoryProtocol implements WorkerProtocol {
  readonly reports: { ref: AttemptRef; report: Report }[] = [];
  readonly outcomes = new Map<string, Outcome>();
  readonly heartbeats: (readonly AttemptRef[])[] = [];
  readonly #attempts = new Map<string, Attempt>();
  readonly #orders: Order[] = [];
  readonly #batches = new Set<string>();
  #onOrder: () => void = () => {};

  /** Makes an attempt due. */
  add(parts: Partial<Assignment> = {}): AttemptRef {
    const assignment = assignmentOf(parts);
    this.#attempts.set(jobKey(assignment.ref), { assignment, state: "due" });
    return assignment.ref;
  }

  order(order: Order): void {
    if (order.kind === "lease-lost") this.#attempts.delete(jobKey(order.ref));
    this.#orders.push(order);
    this.#onOrder();
  }

  async claim(ref: AttemptRef, _worker: WorkerIdentity): Promise<Assignment | null> {
    const attempt = this.#attempts.get(jobKey(ref));
    if (attempt?.state !== "due") return null;
    attempt.state = "running";
    return attempt.assignment;
  }

  async heartbeat(
    _worker: WorkerIdentity,
    running: readonly AttemptRef[],
    { waitMs, signal }: { waitMs: number; signal: AbortSignal },
  ): Promise<readonly Order[]> {
    this.heartbeats.push(running);
    if (this.#orders.length === 0) {
      await new Promise<void>((resolve) => {
        this.#onOrder = resolve;
        setTimeout(resolve, waitMs).unref();
        signal.addEventListener("abort", () => resolve());
      });
    }
    return signal.aborted ? [] : this.#orders.splice(0);
  }

  async report(ref: AttemptRef, report: Report): Promise<"stored" | "superseded"> {
    if (this.#attempts.get(jobKey(ref))?.state !== "running") return "superseded";
    const batch = `${jobKey(ref)}#${report.batch}`;
    if (!this.#batches.has(batch)) this.reports.push({ ref, report });
    this.#batches.add(batch);
    return "stored";
  }

  async finish(ref: AttemptRef, _worker: WorkerIdentity, outcome: Outcome): Promise<"accepted" | "superseded"> {
    const attempt = this.#attempts.get(jobKey(ref));
    if (attempt?.state !== "running") return "superseded";
    attempt.state = "ended";
    const { news, ...ended } = outcome;
    if (news !== undefined) this.reports.push({ ref, report: news });
    this.outcomes.set(jobKey(ref), ended);
    return "accepted";
  }
}
