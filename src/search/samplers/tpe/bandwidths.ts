const FLOOR = 0.03;
// Positions go into the low bits of a sort key, the coordinate into the high ones.
const POSITIONS = 2 ** 20;
const RESOLUTION = 2 ** 32;

/**
 * Widths of the normal kernels on one parameter's coordinates: the distance to the farther of the two neighbours, where
 * the ends of the range are no neighbours, clipped to [max(0.03, (2 + n)⁻²), 1]. One point alone takes its distance to the
 * farther end.
 *
 * The clip is the "magic clipping" of Watanabe 2023, "Tree-Structured Parzen Estimator", section 3.3.3, with a lower limit
 * that falls faster than Bergstra's 1 / (2 + n) and stops at 3 % of the range: with five or ten good points that one keeps
 * kernels too wide to close in on an optimum.
 *
 * @param coordinates in [0, 1], or NaN where the parameter was inactive; fewer than 2²⁰
 * @returns one width each, NaN where the coordinate is
 */
export function bandwidths(coordinates: Float64Array): Float64Array {
  const order = sortedPositions(coordinates);
  const count = order.length;
  const narrowest = Math.max(FLOOR, (2 + count) ** -2);
  const widths = new Float64Array(coordinates.length).fill(Number.NaN);
  const at = (rank: number) => coordinates[order[rank] ?? 0] ?? 0;
  for (let rank = 0; rank < count; rank++) {
    const here = at(rank);
    const left = rank > 0 ? here - at(rank - 1) : 0;
    const right = rank < count - 1 ? at(rank + 1) - here : 0;
    const width = count === 1 ? Math.max(here, 1 - here) : Math.max(left, right);
    widths[order[rank] ?? 0] = Math.min(1, Math.max(narrowest, width));
  }
  return widths;
}

/** Positions of the numbers in ascending order of their values; packed into one typed array, which sorts much faster. */
function sortedPositions(coordinates: Float64Array): Int32Array {
  const keys = new Float64Array(coordinates.length);
  let count = 0;
  for (let position = 0; position < coordinates.length; position++) {
    const coordinate = coordinates[position] ?? Number.NaN;
    if (Number.isNaN(coordinate)) continue;
    keys[count] = Math.floor(coordinate * RESOLUTION) * POSITIONS + position;
    count += 1;
  }
  const sorted = keys.subarray(0, count).sort();
  return Int32Array.from(sorted, (key) => key % POSITIONS);
}
