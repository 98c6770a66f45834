/** The fixtures keep 7 significant digits; results that agree in these are ties. */
const DIGITS = 7;

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

/** Probability that a random one of ours is below a random one of theirs; ties count half. `null` without any. */
export function winRate(ours: readonly number[], theirs: readonly number[]): number | null {
  if (ours.length === 0 || theirs.length === 0) return null;
  let wins = 0;
  for (const own of ours.map(rounded)) {
    for (const other of theirs.map(rounded)) wins += own < other ? 1 : own === other ? 0.5 : 0;
  }
  return wins / (ours.length * theirs.length);
}

export function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
