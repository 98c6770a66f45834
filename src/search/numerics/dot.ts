/**
 * Σ aᵢ·bᵢ over the first `length` entries. Four running sums: a single one would wait for each addition before the next.
 */
export function dot(a: Float64Array, b: Float64Array, length: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let index = 0;
  for (const end = length - 3; index < end; index += 4) {
    first += (a[index] as number) * (b[index] as number);
    second += (a[index + 1] as number) * (b[index + 1] as number);
    third += (a[index + 2] as number) * (b[index + 2] as number);
    fourth += (a[index + 3] as number) * (b[index + 3] as number);
  }
  for (; index < length; index++) first += (a[index] as number) * (b[index] as number);
  return first + second + (third + fourth);
}

/** target += factor · source, as far as the shorter of the two reaches. */
export function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  const length = Math.min(target.length, source.length);
  for (let index = 0; index < length; index++) {
    target[index] = (target[index] as number) + factor * (source[index] as number);
  }
}
