/** A larger array that begins with a smaller one's elements. */
export function extended<T extends Float64Array | Int32Array>(smaller: T, larger: T): T {
  larger.set(smaller);
  return larger;
}
