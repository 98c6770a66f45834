const FIRST_NARROWEST = 0.03;
const LAST_NARROWEST = 0.001;
/** From so many results on, kernels may get narrower than at first. */
const NARROWING_FROM = 48;
/** From so many kernels on, their number no longer matters to their widths. */
export const SETTLED_COUNT = 4;

/** No kernel is ever narrower. */
export const NARROWEST_KERNEL = LAST_NARROWEST;

/**
 * The smallest width of kernels after so many results: 3 % of the range at first, then in inverse proportion to the number
 * of results, down to 0.1 %. It falls in steps of a factor √2, so that widths that were computed stay right for a while.
 *
 * Watanabe 2023 ("Tree-Structured Parzen Estimator", section 3.3.3) ties this limit to the number of kernels, as does
 * Bergstra's 1 / (2 + n). But the good trials' model has 25 kernels at most: a search that goes on would never look closer.
 */
export function narrowestWidth(results: number): number {
  let narrowest = FIRST_NARROWEST;
  for (let next = NARROWING_FROM * Math.SQRT2; results >= next && narrowest > LAST_NARROWEST; next *= Math.SQRT2) {
    narrowest = Math.max(LAST_NARROWEST, narrowest * Math.SQRT1_2);
  }
  return narrowest;
}

/**
 * Width of a normal kernel on one parameter's coordinate: the distance to the farther of its two neighbours, where the
 * ends of the range are no neighbours, clipped to [narrowest, 1]. Up to three kernels stay wider than (2 + n)⁻².
 *
 * @param gap to the farther neighbour; of a kernel without any, to the farther end of [0, 1]
 */
export function kernelWidth(gap: number, { count, narrowest }: { count: number; narrowest: number }): number {
  const least = count < SETTLED_COUNT ? Math.max(narrowest, 1 / ((2 + count) * (2 + count))) : narrowest;
  return Math.min(1, Math.max(least, gap));
}
