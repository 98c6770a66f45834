import { setTimeout as delay } from "node:timers/promises";
import { SweepError } from "../../base/index.js";

const ATTEMPTS = 7;
const FIRST_DELAY_MS = 100;

/**
 * Says something to the store's owner, and again when that fails: after 0.1 s, 0.2 s, … for some 6 s in all, so that a
 * short outage (a locked file, a full disk being cleared) costs no trial. Only for words that may be repeated.
 *
 * @throws the last failure
 */
export async function withRetries<T>(say: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await say();
    } catch (thrown) {
      if (attempt === ATTEMPTS || isFinal(thrown)) throw thrown;
      await delay(FIRST_DELAY_MS * 2 ** (attempt - 1));
    }
  }
}

/** A considered refusal, such as `owned-elsewhere`, stays one; a store that cannot be used now may be usable again. */
function isFinal(thrown: unknown): boolean {
  return thrown instanceof SweepError && thrown.code !== "store-unusable";
}
