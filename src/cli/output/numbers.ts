const DIGITS = 5;

/** A number with five significant digits: `0.0031234`, `54.231`, `1.2346e+8`, `NaN`. Integers up to 15 digits stay whole. */
export function short(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return Number.isFinite(value) ? String(Number(value.toPrecision(DIGITS))) : String(value);
}

/** How much better `value` is than `before`, as a share of `before`; `null` where a share says nothing. */
export function improvementOf(
  value: number,
  { before, goal }: { before: number; goal: "minimize" | "maximize" },
): number | null {
  const gain = goal === "minimize" ? before - value : value - before;
  return before === 0 || !Number.isFinite(gain) ? null : gain / Math.abs(before);
}

/** `12.3 %` */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const KIB = 1024;

/** `3.2 GiB` */
export function bytes(size: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(KIB)));
  const scaled = size / KIB ** power;
  return `${power === 0 ? scaled : scaled.toFixed(1)} ${units[power]}`;
}
