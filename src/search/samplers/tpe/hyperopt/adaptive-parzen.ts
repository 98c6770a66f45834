import { linearForgetting } from "./linear-forgetting.js";

/** A sum of normals in one dimension, by mean. */
export interface NormalMixture {
  /** They sum to 1. */
  readonly weights: Float64Array;
  /** Ascending. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

export interface ParzenOptions {
  readonly prior: { readonly mean: number; readonly deviation: number };
  /** Weight of the prior beside an observation's 1. */
  readonly priorWeight: number;
  /** So many of the newest observations count fully; 0: all do. */
  readonly kept: number;
}

/**
 * A normal around each observation and one for the prior, which is put among them. A normal's deviation is the distance to
 * its farther neighbour, clipped to [σ / min(100, 1 + n), σ], n counting the prior and σ being its deviation.
 *
 * @param observations oldest first
 * @see hyperopt's `adaptive_parzen_normal`
 */
export function adaptiveParzen(observations: Float64Array, { prior, priorWeight, kept }: ParzenOptions): NormalMixture {
  const order = Array.from(observations.keys()).sort(
    (a, b) => (observations[a] as number) - (observations[b] as number),
  );
  const place = priorPlace(observations, order, prior.mean);
  order.splice(place, 0, -1);
  const means = Float64Array.from(order, (index) => (index < 0 ? prior.mean : (observations[index] as number)));
  const ages = kept > 0 && kept < observations.length ? linearForgetting(observations.length, kept) : null;
  const weights = Float64Array.from(order, (index) => (index < 0 ? priorWeight : (ages?.[index] ?? 1)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { weights: weights.map((weight) => weight / total), means, deviations: deviationsOf(means, place, prior) };
}

/** Where the prior goes: before everything that is not smaller, but behind a single observation of the same value. */
function priorPlace(observations: Float64Array, order: readonly number[], mean: number): number {
  const only = observations.length === 1 ? observations[0] : undefined;
  if (only !== undefined) return mean < only ? 0 : 1;
  const place = order.findIndex((index) => (observations[index] as number) >= mean);
  return place < 0 ? order.length : place;
}

function deviationsOf(means: Float64Array, place: number, prior: ParzenOptions["prior"]): Float64Array {
  const count = means.length;
  const narrowest = prior.deviation / Math.min(100, 1 + count);
  const deviations = means.map((mean, index) => {
    if (count === 2) return prior.deviation * 0.5;
    const left = index > 0 ? mean - (means[index - 1] as number) : -Infinity;
    const right = index < count - 1 ? (means[index + 1] as number) - mean : -Infinity;
    return Math.max(left, right);
  });
  const clipped = deviations.map((deviation) => Math.min(prior.deviation, Math.max(narrowest, deviation)));
  clipped[place] = prior.deviation;
  return clipped;
}
