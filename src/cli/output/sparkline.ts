const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const NOT_A_NUMBER = "×";

/**
 * A curve in one line: its lowest value as the lowest bar, its highest as the highest. Longer ones are thinned out evenly,
 * first and last value included; a value that is not finite is a cross.
 *
 * @param columns at least 2
 */
export function sparkline(values: readonly number[], columns: number): string {
  const shown = thinned(values, columns);
  const finite = shown.filter(Number.isFinite);
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low;
  const bar = (value: number): string => {
    if (!Number.isFinite(value)) return NOT_A_NUMBER;
    const height = span === 0 ? 0 : Math.round(((value - low) / span) * (BARS.length - 1));
    return BARS[height] ?? BARS[0];
  };
  return shown.map(bar).join("");
}

function thinned(values: readonly number[], columns: number): readonly number[] {
  if (values.length <= columns) return values;
  const last = values.length - 1;
  return Array.from(
    { length: columns },
    (_, index) => values[Math.round((index * last) / (columns - 1))] ?? Number.NaN,
  );
}
