/**
 * Lets one caller at a time have the connection, in the order they asked. Whoever holds the turn calls `release` once;
 * the turn then passes straight to the next in line, so nobody who comes later can slip in between.
 */
export class Turns {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  /** Takes the turn if it is free; no promise, so that uncontended work runs in the caller's own tick. */
  tryTake(): boolean {
    if (this.#held) return false;
    this.#held = true;
    return true;
  }

  /** Resolves once the turn is the caller's. */
  async take(): Promise<void> {
    if (this.tryTake()) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#held = false;
    else next();
  }
}
