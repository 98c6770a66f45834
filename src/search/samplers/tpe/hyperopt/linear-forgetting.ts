/**
 * Weights of observations by age: the newest `kept` count fully, older ones less and less, on a straight ramp that ends at
 * 1 / count for the oldest.
 *
 * @param count how many observations there are
 * @returns one weight per observation, oldest first
 * @see Bergstra, Yamins, Cox 2013, "Making a Science of Model Search": hyperopt's `linear_forgetting_weights`
 */
export function linearForgetting(count: number, kept: number): Float64Array {
  const weights = new Float64Array(count).fill(1);
  const older = count - kept;
  const start = 1 / count;
  // Evenly spaced from `start` to 1, both included; a single element is `start`.
  const step = older > 1 ? (1 - start) / (older - 1) : 0;
  for (let index = 0; index < older; index++) weights[index] = start + index * step;
  return weights;
}
