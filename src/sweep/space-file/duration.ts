const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

const amount = String.raw`\d+(?:\.\d+)?`;

/** `2h`, `1h30m`, `90s`, `1.5h`: amounts with units, largest unit first, each at most once. */
export const durationPattern = new RegExp(`^(?=.)${UNITS.map(([unit]) => `(?:(${amount})${unit})?`).join("")}$`);

/**
 * A duration as people write it.
 *
 * @param written text that matches `durationPattern`, or a number of seconds
 * @returns whole milliseconds
 */
export function durationMs(written: number | string): number {
  if (typeof written === "number") return Math.round(written * 1000);
  const amounts = durationPattern.exec(written)?.slice(1) ?? [];
  return Math.round(UNITS.reduce((sum, [, unitMs], index) => sum + Number(amounts[index] ?? 0) * unitMs, 0));
}
