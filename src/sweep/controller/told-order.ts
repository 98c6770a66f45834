/**
 * Hands things on in the order of their positions, without gaps. Results are stored one after the other, but the word of
 * it may arrive here in another order; the search has to hear of them as a resumed sweep would.
 */
export class ToldOrder<T> {
  readonly #early = new Map<number, T>();

  /**
   * Keeps `item` for its turn.
   *
   * @param next the position whose turn it is
   * @returns everything whose turn has come
   */
  take(item: T, position: number, next: number): readonly T[] {
    this.#early.set(position, item);
    const due: T[] = [];
    for (let turn = next, found = this.#early.get(turn); found !== undefined; found = this.#early.get(++turn)) {
      this.#early.delete(turn);
      due.push(found);
    }
    return due;
  }
}
