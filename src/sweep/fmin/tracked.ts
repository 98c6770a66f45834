import { messageOf } from "../../base/index.js";
import type { SpaceDefinition } from "../../search/index.js";
import type { AttemptRef, Outcome } from "../../workers/index.js";
import type { ControllerEnd } from "../controller/controller-options.js";
import { createSweep } from "../create-sweep.js";
import { deleteFolder, FileKeeper } from "../keep-files.js";
import { openStore, type SweepStore } from "../open-store.js";
import { acquire } from "../ownership.js";
import type { SweepEvent } from "../progress.js";
import { gatherProvenance, type Provenance } from "../provenance/provenance.js";
import { sweepSummary } from "../queries/sweep-summary.js";
import { beginSweep } from "../run/begin-sweep.js";
import { diskHold } from "../run/disk-hold.js";
import { keepRegistration } from "../run/keep-registration.js";
import { Tenure } from "../run/tenure.js";
import { scratchFolders } from "../scratch-folders.js";
import type { SweepSpec } from "../spec.js";
import { endSweep } from "../store/end-sweep.js";
import { openTrialStore } from "../store/open-trial-store.js";
import type { SweepRow } from "../store/sweep-rows.js";
import type { Finished, TrialStore } from "../store/trial-store.js";
import { FunctionSearch, type Venue } from "./function-search.js";
import type { FminOptions } from "./options.js";
import { placeOf } from "./place.js";
import type { PreparedSearch } from "./prepare.js";
import { MODEL_FOLDER } from "./trial-context.js";

/** What a tracked search is called and where it is kept. */
export type TrackingSettings = Pick<FminOptions<SpaceDefinition>, "tracking" | "name" | "experiment" | "register">;

type OnEvent = (event: SweepEvent) => void;

/**
 * Runs a search as a sweep of a store: a parent run, a run for each trial, the best model registered. The sweep belongs to
 * this process; no other can resume it, for want of the function.
 *
 * @throws SweepError `store-unusable`, `store-too-new`, `bad-argument` for a URI this version does not know
 */
export async function runTracked(
  search: PreparedSearch,
  settings: TrackingSettings,
  onEvent: OnEvent,
): Promise<ControllerEnd> {
  const store = await openStore(placeOf(settings));
  try {
    const spec = specOf(search, settings);
    const { sweepId } = await createSweep(store, spec);
    const acquired = await acquire(store.database, sweepId, { takeover: false, clock: store.clock });
    const provenance = await gatherProvenance(spec);
    const row = await beginSweep(store, acquired, provenance);
    const end = await own(store, row, () => new TrackedSearch(store, row).run(search, provenance, onEvent));
    if (typeof settings.register === "string") await warnOfNoModel(store, sweepId, settings.register);
    return end;
  } finally {
    await store.close();
  }
}

function specOf({ study, limits }: PreparedSearch, settings: TrackingSettings): SweepSpec {
  const experiment = settings.experiment ?? settings.name ?? "fmin";
  return {
    ...limits,
    name: settings.name ?? experiment,
    experiment,
    capture: null,
    algo: study.algo.name,
    seed: study.seed | 0,
    command: null,
    cwd: process.cwd(),
    model: MODEL_FOLDER,
    register: settings.register === false ? null : (settings.register ?? experiment),
    data: [],
    trialTimeoutMs: null,
    idleTimeoutMs: null,
    retries: 0,
    env: {},
    secrets: [],
    tags: {},
    space: null,
  };
}

/** Runs the sweep as its owner, and lets go of it whatever happens. */
async function own(store: SweepStore, row: SweepRow, run: () => Promise<ControllerEnd>): Promise<ControllerEnd> {
  try {
    return await run();
  } catch (error) {
    const end = { state: "interrupted", reason: messageOf(error), activeMs: row.active_ms } as const;
    // Best effort: the error that is thrown on says more than a second one would.
    await endSweep(store, row, end).catch(() => {});
    throw error;
  }
}

/** One search in its store. */
class TrackedSearch {
  readonly #store: SweepStore;
  readonly #row: SweepRow;
  readonly #keeper: FileKeeper;

  constructor(store: SweepStore, row: SweepRow) {
    this.#store = store;
    this.#row = row;
    this.#keeper = new FileKeeper({
      database: store.database,
      artifacts: store.artifacts,
      sweepId: row.id,
      experimentId: row.experiment_id,
      folders: scratchFolders(store, row.id),
      onNotice: warn,
    });
  }

  async run(search: PreparedSearch, provenance: Provenance, onEvent: OnEvent): Promise<ControllerEnd> {
    const trials = await openTrialStore(this.#store, this.#row, provenance);
    const running = new FunctionSearch(search, this.#venue(trials, onEvent));
    const tenure = new Tenure(this.#store, this.#row, running.controller);
    await tenure.begin();
    let end: ControllerEnd;
    try {
      end = await running.run();
    } finally {
      tenure.end();
    }
    // Nobody can go on with this sweep later, so nothing of it may stay due.
    await trials.cancelOpen(end.reason);
    await this.#keeper.settle();
    await keepRegistration(this.#store, this.#row);
    await endSweep(this.#store, this.#row, { ...end, activeMs: running.controller.activeMs });
    await deleteFolder(scratchFolders(this.#store, this.#row.id).sweep);
    return end;
  }

  #venue(trials: TrialStore, onEvent: OnEvent): Venue {
    const { clock, logger, home } = this.#store;
    return {
      sweepId: this.#row.id,
      experimentId: this.#row.experiment_id,
      store: trials,
      scratch: (ref) => scratchFolders(this.#store, this.#row.id).attempt(ref),
      clock,
      logger,
      onEvent,
      holdReason: () => diskHold(home),
      afterFinish: (ref, finished, outcome) => this.#putAway(ref, finished, outcome),
    };
  }

  /** Most trials leave no files, and then there is nothing to look for. */
  async #putAway(ref: AttemptRef, finished: Finished, outcome: Outcome): Promise<void> {
    if (outcome.outputDirectory !== null) await this.#keeper.keep(ref, finished, outcome);
  }
}

/** Whoever names a registered model expects one. */
async function warnOfNoModel(store: SweepStore, sweepId: string, name: string): Promise<void> {
  const { best, model } = await sweepSummary(store, sweepId);
  if (best === null || model !== null) return;
  warn(`No model was registered as "${name}": the best trial, ${best.number}, logged none with trial.logModel.`);
}

/** A library prints nothing itself: Node shows warnings on stderr, once, and lets a program decide otherwise. */
function warn(message: string): void {
  process.emitWarning(message, "SweepWarning");
}
