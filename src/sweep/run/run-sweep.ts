import { hostname } from "node:os";
import { newWorkerId, SweepError } from "../../base/index.js";
import { CommandExecutor, killLeftBehind, SqliteBroker, Worker, type WorkerIdentity } from "../../workers/index.js";
import { mayAskAhead } from "../controller/ask-ahead.js";
import { Controller } from "../controller/controller.js";
import type { ControllerEnd } from "../controller/controller-options.js";
import { jobOf } from "../job.js";
import { deleteFolder, FileKeeper } from "../keep-files.js";
import type { SweepStore } from "../open-store.js";
import { orderSweep } from "../orders/order-sweep.js";
import { acquire } from "../ownership.js";
import type { SweepEvent, SweepSummary } from "../progress.js";
import { gatherProvenance } from "../provenance/provenance.js";
import { trialCounts } from "../queries/list-sweeps.js";
import { trialRecords } from "../queries/list-trials.js";
import { sweepSummary } from "../queries/sweep-summary.js";
import { scratchFolders, scratchRoot } from "../scratch-folders.js";
import type { SweepSpec } from "../spec.js";
import { endSweep } from "../store/end-sweep.js";
import { openTrialStore } from "../store/open-trial-store.js";
import { type StoredSweep, type SweepRow, sweepOf, sweepRow } from "../store/sweep-rows.js";
import { beginSweep } from "./begin-sweep.js";
import { diskHold } from "./disk-hold.js";
import { followSweep } from "./follow-sweep.js";
import { keepRegistration } from "./keep-registration.js";
import { studyOf } from "./study-of.js";
import { Tenure } from "./tenure.js";

export interface RunSweepOptions {
  readonly sweepId: string;
  /** Takes the sweep from a live owner, which is fenced. */
  readonly takeover?: boolean;
  readonly onEvent?: (event: SweepEvent) => void;
}

/** A sweep that this process runs. */
export interface SweepRun {
  readonly sweepId: string;
  /**
   * Settles when the sweep has ended, was stopped or was interrupted (state `interrupted`, resumable).
   *
   * Rejects with `owned-elsewhere` (also when another process takes over on the way), `not-found`, `conflict` when its
   * objective is a function, `command-not-startable`, `bad-space`, `store-unusable`.
   */
  readonly summary: Promise<SweepSummary>;
  /**
   * Ends this process's part and leaves the sweep resumable. `gentle` starts no further trial and lets running ones
   * finish; `now` also stops those, and a resume runs them again.
   */
  interrupt(how: "gentle" | "now"): void;
}

/**
 * Runs a command sweep in this process until it ends, from wherever it stands: new, paused, interrupted, failed, or left
 * by a process that died. One that is finished or was stopped is answered with its summary, and nothing runs. One that a
 * live process holds paused is told to go on, and followed to its end.
 */
export function runSweep(store: SweepStore, options: RunSweepOptions): SweepRun {
  const run = new CommandSweep(store, options);
  return { sweepId: options.sweepId, summary: run.run(), interrupt: (how) => run.interrupt(how) };
}

class CommandSweep {
  readonly #store: SweepStore;
  readonly #options: RunSweepOptions;
  readonly #onEvent: (event: SweepEvent) => void;
  readonly #following = new AbortController();
  #controller: Controller | null = null;
  #worker: Worker | null = null;
  /** What was asked before there was a controller to ask. */
  #interrupted: "gentle" | "now" | null = null;

  constructor(store: SweepStore, options: RunSweepOptions) {
    this.#store = store;
    this.#options = options;
    this.#onEvent = options.onEvent ?? (() => {});
  }

  interrupt(how: "gentle" | "now"): void {
    this.#interrupted = how;
    this.#controller?.interrupt(how);
    this.#following.abort();
  }

  async run(): Promise<SweepSummary> {
    const { sweepId, takeover = false } = this.#options;
    const store = this.#store;
    const sweep = sweepOf(await sweepRow(store.database, sweepId), store.clock.now());
    if (sweep.spec.command === null) {
      const message = `Sweep ${sweepId} has a function as its objective; only the program that made it can run it.`;
      throw new SweepError("conflict", message);
    }
    const reason = await nothingLeft(store, sweep);
    if (reason !== null) this.#notice(reason);
    else if (sweep.owner?.alive === true && sweep.state === "paused" && !takeover) await this.#wake();
    else await this.#own(await acquire(store.database, sweepId, { takeover, clock: store.clock }));
    return sweepSummary(store, sweepId);
  }

  async #wake(): Promise<void> {
    const { sweepId } = this.#options;
    await orderSweep(this.#store, sweepId, { kind: "resume" });
    this.#notice("The process that holds this sweep goes on with it.");
    await followSweep(this.#store, sweepId, { onEvent: this.#onEvent, signal: this.#following.signal });
  }

  /** Runs the sweep as its owner, and lets go of it whatever happens. */
  async #own(row: SweepRow): Promise<void> {
    let end: ControllerEnd;
    try {
      end = await this.#execute(row);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // Best effort: the error that is thrown on says more than a second one would.
      await endSweep(this.#store, row, { state: "interrupted", reason, activeMs: row.active_ms }).catch(() => {});
      throw error;
    }
    if (end.error !== undefined) throw end.error;
  }

  async #execute(acquired: SweepRow): Promise<ControllerEnd> {
    const store = this.#store;
    const provenance = await gatherProvenance(JSON.parse(acquired.spec) as SweepSpec);
    for (const notice of provenance.notices) this.#notice(notice);
    const row = await beginSweep(store, acquired, provenance);
    const trials = await openTrialStore(store, row, provenance);
    // An attempt must be over before its trial gets another one: both would write into the same checkpoints.
    killLeftBehind(trials.busyWorkers);
    await trials.endLost();
    const keeper = this.#keeper(row);
    await keeper.catchUp();
    const { end, activeMs } = await this.#control(row, { trials, keeper });
    const allKept = await keeper.settle();
    await this.#conclude(row, end, activeMs);
    if (isOver(end) && allKept) await deleteFolder(scratchFolders(store, row.id).sweep);
    return end;
  }

  async #control(
    row: SweepRow,
    { trials, keeper }: { trials: Awaited<ReturnType<typeof openTrialStore>>; keeper: FileKeeper },
  ): Promise<{ end: ControllerEnd; activeMs: number }> {
    const store = this.#store;
    const sweep = sweepOf(row, store.clock.now());
    const broker = new SqliteBroker(store.database, { queue: row.id });
    const study = studyOf(sweep.spec);
    const controller = new Controller({
      sweepId: row.id,
      study,
      askAhead: mayAskAhead(study.algo, sweep.spec),
      trials,
      broker,
      limits: sweep.spec,
      job: jobOf(sweep),
      records: await trialRecords(store.database, row.id),
      limitsFrom: row.limits_from,
      activeMs: row.active_ms,
      clock: store.clock,
      onEvent: this.#onEvent,
      afterFinish: (ref, finished, outcome) => keeper.keep(ref, finished, outcome),
      holdReason: () => diskHold(store.home),
      onHalt: (reason) => this.#worker?.stop(reason),
    });
    this.#controller = controller;
    const end = await this.#work(row, { controller, broker, slots: sweep.spec.parallel });
    return { end, activeMs: controller.activeMs };
  }

  /** Lets a worker of this process and the controller do their parts until the sweep is over. */
  async #work(
    row: SweepRow,
    { controller, broker, slots }: { controller: Controller; broker: SqliteBroker; slots: number },
  ): Promise<ControllerEnd> {
    const { logger } = this.#store;
    const identity = workerIdentity();
    const executor = new CommandExecutor({ worker: identity, scratchRoot: scratchRoot(this.#store), logger });
    const worker = new Worker({ identity, slots, broker, protocol: controller.protocol, executor, logger });
    this.#worker = worker;
    const tenure = new Tenure(this.#store, row, controller);
    await tenure.begin();
    const working = worker.run();
    try {
      if (this.#interrupted !== null) controller.interrupt(this.#interrupted);
      return await controller.run();
    } finally {
      tenure.end();
      worker.drain();
      await working;
      await executor.close();
      await broker.close();
    }
  }

  async #conclude(row: SweepRow, end: ControllerEnd, activeMs: number): Promise<void> {
    if (isOver(end)) for (const notice of await keepRegistration(this.#store, row)) this.#notice(notice);
    await endSweep(this.#store, row, { ...end, activeMs });
  }

  #keeper(row: SweepRow): FileKeeper {
    return new FileKeeper({
      database: this.#store.database,
      artifacts: this.#store.artifacts,
      sweepId: row.id,
      experimentId: row.experiment_id,
      folders: scratchFolders(this.#store, row.id),
      onNotice: (message) => this.#onEvent({ kind: "notice", level: "warning", message }),
    });
  }

  #notice(message: string): void {
    this.#onEvent({ kind: "notice", level: "info", message });
  }
}

/**
 * Why there is nothing to run, and the way to more trials; `null` when there is something. One that failed may go on with
 * the trials it has not had yet.
 */
async function nothingLeft({ database }: SweepStore, sweep: StoredSweep): Promise<string | null> {
  const { state, spec, sweepId } = sweep;
  if (state !== "finished" && state !== "stopped" && state !== "failed") return null;
  if (state === "failed") {
    const { waiting, running, ...ended } = await trialCounts(database, sweep);
    const done = Object.values(ended).reduce((sum, count) => sum + count, 0);
    if (waiting + running > 0 || done < (spec.maxEvals ?? Number.POSITIVE_INFINITY)) return null;
  }
  const because = state === "stopped" ? "this sweep was stopped" : `this sweep has ended (${state})`;
  return `Nothing is left to run: ${because}. More trials: sweep extend ${sweepId} -n 10, then resume`;
}

/** Whether the sweep is done with; otherwise it may go on, and its trials' checkpoints are needed. */
function isOver({ state }: ControllerEnd): boolean {
  return state === "finished" || state === "stopped";
}

function workerIdentity(): WorkerIdentity {
  const host = hostname();
  return { id: newWorkerId(host, process.pid), host, pid: process.pid };
}
