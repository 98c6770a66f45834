import { newSweepId, silentLogger, systemClock } from "../../base/index.js";
import type { ParamsOf, SpaceDefinition, Values } from "../../search/index.js";
import type { ControllerEnd } from "../controller/controller-options.js";
import type { SweepEvent } from "../progress.js";
import { MemoryTrialStore } from "../store/memory-trial-store.js";
import { FunctionSearch } from "./function-search.js";
import { openLiveLine } from "./live-line.js";
import { checkOptions, type FminOptions } from "./options.js";
import { placeOf } from "./place.js";
import { type PreparedSearch, prepareSearch } from "./prepare.js";
import type { TrackingSettings } from "./tracked.js";

/** Options that say what happens around the search, not in it. */
type SearchSettings = TrackingSettings & Pick<FminOptions<SpaceDefinition>, "showProgress" | "signal">;

/**
 * Finds the point of a space at which a function of this process is smallest.
 *
 * @returns the best point as the objective saw it; with `returnArgmin`, label to drawn value
 * @throws SweepError `bad-argument`, `bad-space`; `bad-objective` with what the objective threw as its cause;
 *   `no-best-trial` when no trial has a finite loss; `interrupted` when the signal aborted; `store-unusable`,
 *   `store-too-new`
 */
export async function fmin<const S extends SpaceDefinition, R extends boolean = false>(
  options: FminOptions<S> & { readonly returnArgmin?: R | undefined },
): Promise<R extends true ? Values : ParamsOf<S>> {
  checkOptions(options);
  const search = prepareSearch(options);
  if (!isOver(search)) await run(search, options);
  const { argmin, best } = search.trials;
  // The compiler cannot follow the condition, nor the space's type through a search.
  return (options.returnArgmin === true ? argmin : best) as R extends true ? Values : ParamsOf<S>;
}

type OnEvent = (event: SweepEvent) => void;

/** Whether the trials given leave nothing to do, so that nothing has to be made for it either. */
function isOver({ limits, earlier }: PreparedSearch): boolean {
  return limits.maxEvals !== null && earlier.length >= limits.maxEvals;
}

async function run(search: PreparedSearch, options: SearchSettings): Promise<void> {
  const line = await openLiveLine({
    wanted: options.showProgress,
    onInterrupt: options.signal === undefined ? "explain" : "leave",
    kept: options.tracking === false ? null : keptIn(options),
  });
  const onEvent: OnEvent = (event) => {
    if (event.kind === "progress") line.show(event.progress);
  };
  try {
    const end = await (options.tracking === false
      ? runUntracked(search, onEvent)
      : runTracked(search, options, onEvent));
    if (end.error !== undefined) throw end.error;
  } finally {
    line.done();
  }
}

function keptIn(options: TrackingSettings): string {
  const { trackingUri, home } = placeOf(options);
  return trackingUri ?? home;
}

function runUntracked(search: PreparedSearch, onEvent: OnEvent): Promise<ControllerEnd> {
  const sweepId = newSweepId();
  const objective = search.limits.metric;
  return new FunctionSearch(search, {
    sweepId,
    experimentId: "",
    store: new MemoryTrialStore({ sweepId, objective, retries: 0, clock: systemClock }),
    scratch: null,
    clock: systemClock,
    logger: silentLogger,
    onEvent,
  }).run();
}

async function runTracked(
  search: PreparedSearch,
  settings: TrackingSettings,
  onEvent: OnEvent,
): Promise<ControllerEnd> {
  // Loaded when needed: a search that leaves no trace needs no database.
  const tracked = await import("./tracked.js");
  return tracked.runTracked(search, settings, onEvent);
}
