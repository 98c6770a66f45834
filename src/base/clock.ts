/** Time, passed in so that tests can move it. */
export interface Clock {
  /** Milliseconds since the Unix epoch, for what is stored and shown. */
  now(): number;
  /** Milliseconds from an arbitrary start that never goes back, for durations. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
