/**
 * The value below which `percent` of the numbers lie, between two of them on the straight line that joins them. NaN are
 * left out; NaN when nothing is left. O(n log n).
 *
 * @param percent in [0, 100]
 * @see R. J. Hyndman, Y. Fan 1996, "Sample Quantiles in Statistical Packages", definition 7: the default of NumPy and R
 */
export function percentileOf(numbers: readonly number[], percent: number): number {
  const sorted = Float64Array.from(numbers.filter((number) => !Number.isNaN(number))).sort();
  const place = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return Number.NaN;
  // Also where both are infinite, whose difference is no number.
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}
