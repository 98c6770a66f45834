/**
 * Losses as the model sees them, mean 0 and variance 1. Below the median they stay in proportion, above it they grow with
 * the logarithm only, in units of how far the better half lies below the median: how bad a bad point is says little about
 * where the best ones are. As good points gather, the median follows and the view narrows.
 *
 * @param losses at least one; what is not finite (also a failed trial) counts as the worst finite loss
 */
export function toTargets(losses: Float64Array): Float64Array {
  return standardised(compressed(losses.map((loss) => loss * SHRINK)));
}

// Differences and sums of losses near the largest number stay finite; a power of two costs no digits.
const SHRINK = 2 ** -64;

function compressed(losses: Float64Array): Float64Array {
  const finite = losses.filter(Number.isFinite).sort();
  if (finite.length === 0) return new Float64Array(losses.length);
  const worst = finite[finite.length - 1] as number;
  const median = middle(finite);
  const unit = spreadBelow(finite, median) || Number.MIN_VALUE;
  return losses.map((given) => {
    const loss = Number.isFinite(given) ? given : worst;
    return loss <= median ? (loss - median) / unit : Math.log1p((loss - median) / unit);
  });
}

function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : upper / 2 + (sorted[half - 1] as number) / 2;
}

/** Mean distance to the median of the losses below it; of those above when more than half are equally good. */
function spreadBelow(sorted: Float64Array, median: number): number {
  let below = 0;
  let above = 0;
  for (const loss of sorted) {
    below += Math.max(0, median - loss);
    above += Math.max(0, loss - median);
  }
  const half = sorted.length / 2;
  return below > 0 ? below / half : above / half;
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance) || 1;
  return values.map((value) => (value - mean) / deviation);
}
