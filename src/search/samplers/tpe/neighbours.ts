// A key holds the coordinate in its high bits and the position in its low ones: together they fit a double's 53.
const POSITIONS = 2 ** 22;
const RESOLUTION = 2 ** 30;
// Up to this share of new ones, they are put in one by one; more are sorted together.
const SORT_FROM = 1 / 16;

/** Positions of a parameter's coordinates in the order of their size, kept so while they grow in number. */
export class Neighbours {
  #keys = new Float64Array(64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /**
   * Adds the coordinates at positions `from` to `to - 1`; NaN is left out.
   *
   * @param to at most 2²²
   */
  add(coordinates: Float64Array, from: number, to: number): void {
    this.#reserve(this.#count + to - from);
    const together = to - from > 8 && to - from > this.#count * SORT_FROM;
    for (let position = from; position < to; position++) {
      const coordinate = coordinates[position] as number;
      if (Number.isNaN(coordinate)) continue;
      const key = Math.floor(coordinate * RESOLUTION) * POSITIONS + position;
      const rank = together ? this.#count : this.#rankOf(key);
      this.#keys.copyWithin(rank + 1, rank, this.#count);
      this.#keys[rank] = key;
      this.#count += 1;
    }
    if (together) this.#keys.subarray(0, this.#count).sort();
  }

  /** Where in the order a position is. */
  rankOf(coordinates: Float64Array, position: number): number {
    return this.#rankOf(Math.floor((coordinates[position] as number) * RESOLUTION) * POSITIONS + position);
  }

  /** The position at a rank; -1 beyond both ends. */
  at(rank: number): number {
    return rank < 0 || rank >= this.#count ? -1 : (this.#keys[rank] as number) % POSITIONS;
  }

  /** How many keys are smaller. */
  #rankOf(key: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #reserve(count: number): void {
    if (this.#keys.length >= count) return;
    const larger = new Float64Array(Math.ceil(1.25 * count));
    larger.set(this.#keys.subarray(0, this.#count));
    this.#keys = larger;
  }
}
