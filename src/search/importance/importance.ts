import { SweepError } from "../../base/index.js";
import { compileSpace } from "../spaces/compile.js";
import type { SpaceDefinition } from "../spaces/definition.js";
import type { Values } from "../spaces/nodes.js";
import type { Space } from "../spaces/space.js";
import { type CellColumn, cellsOf, cellsOfValues } from "./cells.js";
import { pedAnova } from "./ped-anova.js";

/** A parameter's share in what makes trials good. */
export interface Importance {
  readonly label: string;
  /** In [0, 1]; those of all parameters sum to 1. */
  readonly importance: number;
}

/** A trial as importance is taken of it. */
export interface ImportanceTrial {
  readonly number: number;
  /** As the objective saw it. */
  readonly params: unknown;
  /** Label to drawn value, active parameters only. */
  readonly values: Values;
  readonly loss: number | null;
  /** Only complete trials count; one without a state is complete when it has a loss and was not pruned. */
  readonly state?: string;
  readonly pruned?: boolean | undefined;
}

/** A `Study`, or a `Trials`. */
export type ImportanceSource =
  | { readonly space: Space<unknown>; readonly trials: readonly ImportanceTrial[] }
  | { readonly settled: readonly ImportanceTrial[] };

export interface ImportanceOptions {
  /** What it is that parameters matter for; lower is better, trials where it is not finite do not count. Default: the loss. */
  readonly target?: ((trial: ImportanceTrial) => number) | undefined;
  /** The space of a `Trials`, which knows none. Without it the values that occurred stand for their ranges. */
  readonly space?: SpaceDefinition | Space<unknown> | undefined;
}

const FEWEST_TRIALS = 10;

/**
 * Which parameters matter, by PED-ANOVA: for being among the best tenth of the trials. The same trials give the same
 * answer. Costs O(trials · parameters); reliable from some fifty trials on.
 *
 * @returns every parameter, the most important first
 * @throws SweepError `conflict` when fewer than ten complete trials have a finite target
 */
export function importance(source: ImportanceSource, options: ImportanceOptions = {}): readonly Importance[] {
  const { target = ({ loss }) => loss ?? Number.NaN } = options;
  const trials = ("settled" in source ? source.settled : source.trials).filter(isComplete);
  const targets = trials.map(target);
  const counted = trials.filter((_, index) => Number.isFinite(targets[index]));
  if (counted.length < FEWEST_TRIALS) {
    const words = `importance needs ${FEWEST_TRIALS} complete trials with a finite result, there are ${counted.length}`;
    throw new SweepError("conflict", words);
  }
  const space = "settled" in source ? options.space : source.space;
  const columns = columnsOf(
    counted.map(({ values }) => values),
    space === undefined ? null : compileSpace(space),
  );
  return shares(columns, pedAnova(columns, targets.filter(Number.isFinite)));
}

function isComplete({ state, loss, pruned }: ImportanceTrial): boolean {
  return state === undefined ? loss !== null && !pruned : state === "complete";
}

function columnsOf(trials: readonly Values[], space: Space<unknown> | null): readonly CellColumn[] {
  if (space !== null) {
    return space.parameters.map(({ label, distribution }) => {
      const values = trials.map((each) => each[label]);
      return cellsOf(label, distribution, values);
    });
  }
  const labels = [...new Set(trials.flatMap(Object.keys))];
  return labels.map((label) => {
    const values = trials.map((each) => each[label]);
    return cellsOfValues(label, values);
  });
}

/** Shares of the whole, in descending order; where nothing matters, all alike. */
function shares(columns: readonly CellColumn[], importances: readonly number[]): readonly Importance[] {
  const total = importances.reduce((sum, each) => sum + each, 0);
  const parts = columns.map(({ label }, index) => {
    return { label, importance: total > 0 ? (importances[index] ?? 0) / total : 1 / columns.length };
  });
  return parts.sort((a, b) => b.importance - a.importance);
}
