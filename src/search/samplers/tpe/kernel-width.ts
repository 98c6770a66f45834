const NARROWEST = 0.03;
/** From this many kernels on, the number of kernels no longer matters to their widths. */
export const SETTLED_COUNT = 4;

/**
 * Width of a normal kernel on one parameter's coordinate: the distance to the farther of its two neighbours, where the
 * ends of the range are no neighbours, clipped to [max(0.03, (2 + n)⁻²), 1].
 *
 * The clip is the "magic clipping" of Watanabe 2023, "Tree-Structured Parzen Estimator", section 3.3.3, with a lower limit
 * that falls faster than Bergstra's 1 / (2 + n) and stops at 3 % of the range: with five or ten good points that one keeps
 * kernels too wide to close in on an optimum.
 *
 * @param gap to the farther neighbour; of a kernel without any, to the farther end of [0, 1]
 * @param count how many kernels there are, this one included
 */
export function kernelWidth(gap: number, count: number): number {
  const narrowest = count >= SETTLED_COUNT ? NARROWEST : Math.max(NARROWEST, 1 / ((2 + count) * (2 + count)));
  return Math.min(1, Math.max(narrowest, gap));
}
