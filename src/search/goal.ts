/** Whether a metric is better when it is smaller or when it is larger. */
export type Goal = "minimize" | "maximize";

/** The number to minimise. Together with `toValue` the only place that knows of maximising. NaN stays NaN. */
export function toLoss(value: number, goal: Goal): number {
  // 0 - x, unlike -x, never makes the -0 that some formats print.
  return goal === "maximize" ? 0 - value : value;
}

/** The metric in its own unit, of a loss: the inverse of `toLoss`. */
export function toValue(loss: number, goal: Goal): number {
  return toLoss(loss, goal);
}
