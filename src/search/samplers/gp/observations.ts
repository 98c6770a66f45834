import type { Observation } from "../sampler.js";
import type { Encoding } from "./encoding.js";
import { toTargets } from "./targets.js";

/** What the model learns from. */
export interface Observations {
  /** Points in the model's coordinates, see `Encoding`. */
  readonly rows: readonly Float64Array[];
  /** One per row: smaller is better, mean 0 and variance 1. */
  readonly targets: Float64Array;
  /** How many axes, from the first, are numbers. */
  readonly ordered: number;
}

// The cost of the model grows with the third power of its observations.
const LIMIT = 300;

/** @param results at least one; beyond 300 the better half of what fits is kept and the rest thinned out evenly */
export function observe(results: readonly Observation[], encoding: Encoding): Observations {
  const judged = withPrunedWorst(results);
  const chosen = judged.length > LIMIT ? thinned(judged) : judged;
  return {
    rows: chosen.map(({ values }) => encoding.rowOf(values)),
    targets: toTargets(Float64Array.from(chosen, ({ loss }) => loss)),
    ordered: encoding.ordered,
  };
}

/** Pruned trials count as bad as the worst complete one, however good the last loss of their curve looks. */
function withPrunedWorst(results: readonly Observation[]): readonly Observation[] {
  const complete = results.filter(({ state, loss }) => state === "complete" && Number.isFinite(loss));
  const worst = complete.reduce((highest, { loss }) => Math.max(highest, loss), -Infinity);
  return results.map((result) =>
    result.state === "pruned" && result.loss < worst ? { ...result, loss: worst } : result,
  );
}

function thinned(results: readonly Observation[]): Observation[] {
  const worth = ({ loss }: Observation): number => (Number.isFinite(loss) ? loss : Infinity);
  const order = [...results.keys()].sort((a, b) => {
    const [first, second] = [worth(results[a] as Observation), worth(results[b] as Observation)];
    return first === second ? a - b : first - second;
  });
  const best = new Set(order.slice(0, LIMIT / 2));
  const others = results.filter((_, index) => !best.has(index));
  const spread = Array.from({ length: LIMIT / 2 }, (_, index) =>
    Math.floor(((index + 0.5) * others.length) / (LIMIT / 2)),
  );
  return [...[...best].map((index) => results[index]), ...spread.map((index) => others[index])] as Observation[];
}

/** Rows of the lowest targets, the lowest first. */
export function lowestRows({ rows, targets }: Observations, count: number): Float64Array[] {
  const order = [...rows.keys()].sort((a, b) => (targets[a] as number) - (targets[b] as number));
  return order.slice(0, count).map((index) => rows[index] as Float64Array);
}
