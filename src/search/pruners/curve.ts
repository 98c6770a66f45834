import type { Curve, Peer, PruningContext } from "./pruner.js";

/** The lowest loss of a curve; NaN when it has no number. */
export function lowestLoss(curve: Curve): number {
  let lowest = Number.NaN;
  for (const { loss } of curve) if (!(loss >= lowest) && !Number.isNaN(loss)) lowest = loss;
  return lowest;
}

/** The loss at a step; `undefined` when none was reported there. O(log points). */
export function lossAt(curve: Curve, step: number): number | undefined {
  const point = curve[firstFrom(curve, step)];
  return point?.step === step ? point.loss : undefined;
}

/** Position of the first point at or after a step; the curve's length when there is none. O(log points). */
export function firstFrom(curve: Curve, step: number): number {
  let low = 0;
  let high = curve.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve[middle]?.step ?? Infinity) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function completePeers({ peers }: PruningContext): readonly Peer[] {
  return peers.filter(({ state }) => state === "complete");
}

/** A number as a reason to prune shows it. */
export function shown(loss: number): string {
  return String(Number.isFinite(loss) ? Number(loss.toPrecision(5)) : loss);
}
