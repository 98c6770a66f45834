import type { Distribution } from "./distribution.js";

/**
 * Option numbers with given probabilities.
 *
 * @param probabilities one per option, in [0, 1], summing to 1; an option with 0 is never drawn
 */
export function categorical(probabilities: readonly number[]): Distribution {
  const starts = [0];
  for (const probability of probabilities) starts.push((starts.at(-1) ?? 0) + probability);
  const possible = probabilities.flatMap((probability, option) => (probability > 0 ? [option] : []));
  const last = possible.at(-1) ?? 0;
  return {
    shape: "unordered",
    count: possible.length,
    expected: `an option number from 0 to ${probabilities.length - 1}`,
    // Rounding can leave the sum a little under 1; what is left belongs to the last possible option.
    fromUnit: (unit) => possible.find((option) => unit < (starts[option + 1] ?? 1)) ?? last,
    coordinate: (value) => value,
    cell: (value) => [starts[value] ?? 0, starts[value + 1] ?? 0],
    nearest: (value) => Math.min(probabilities.length - 1, Math.max(0, Math.round(value))),
    valueAt: (position) => possible[position] ?? last,
    hyperopt: { kind: "option", first: 0, count: probabilities.length, probabilities },
  };
}
