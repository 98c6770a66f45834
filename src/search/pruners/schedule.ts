import type { Curve } from "./pruner.js";

/** When a pruner looks at a curve at all. */
export interface Schedule {
  /** Steps below this are never judged. */
  readonly warmupSteps: number;
  /** Judges at most once in so many steps, counted from the end of the warm-up; 1 for every point. */
  readonly interval: number;
}

export const scheduleOptions = {
  warmupSteps: { about: "steps that are never judged", default: 0, min: 0, max: Infinity, integer: true },
  interval: { about: "judges once in so many steps", default: 1, min: 1, max: Infinity, integer: true },
} as const;

/** Whether the last point of a curve is one to judge: the first in its interval. */
export function isDue(curve: Curve, { warmupSteps, interval }: Schedule): boolean {
  const step = curve.at(-1)?.step;
  if (step === undefined || step < warmupSteps) return false;
  const start = warmupSteps + Math.floor((step - warmupSteps) / interval) * interval;
  return (curve.at(-2)?.step ?? -Infinity) < start;
}
