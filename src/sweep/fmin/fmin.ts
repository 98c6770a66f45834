import { newSweepId, silentLogger, systemClock } from "../../base/index.js";
import type { ParamsOf, SpaceDefinition, Values } from "../../search/index.js";
import { MemoryTrialStore } from "../store/memory-trial-store.js";
import { FunctionSearch } from "./function-search.js";
import { type LiveLine, openLiveLine } from "./live-line.js";
import { checkOptions, type FminOptions } from "./options.js";
import { type PreparedSearch, prepareSearch } from "./prepare.js";

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
  const line = await openLiveLine(options.showProgress);
  try {
    await runUntracked(search, line);
  } finally {
    line.done();
  }
  const { argmin, best } = search.trials;
  // The compiler cannot follow the condition, nor the space's type through a search.
  return (options.returnArgmin === true ? argmin : best) as R extends true ? Values : ParamsOf<S>;
}

async function runUntracked(search: PreparedSearch, line: LiveLine): Promise<void> {
  const sweepId = newSweepId();
  await new FunctionSearch(search, {
    sweepId,
    experimentId: "",
    store: new MemoryTrialStore({ sweepId, objective: search.limits.metric, retries: 0, clock: systemClock }),
    scratch: null,
    clock: systemClock,
    logger: silentLogger,
    onEvent: (event) => {
      if (event.kind === "progress") line.show(event.progress);
    },
  }).run();
}
