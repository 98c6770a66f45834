const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration in its two largest units: `340 ms`, `2.4 s`, `3m 12s`, `1h 05m`, `2d 4h`. */
export function duration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59.95 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`;
  return roughly(milliseconds);
}

/** The same in whole seconds, for a display that counts. */
export function roughly(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds / SECOND)) * SECOND;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  if (whole < MINUTE) return `${whole / SECOND}s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}m ${two((whole % MINUTE) / SECOND)}s`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)}h ${two((whole % HOUR) / MINUTE)}m`;
  return `${Math.floor(whole / DAY)}d ${Math.floor((whole % DAY) / HOUR)}h`;
}

/** A moment in local time: `2026-11-20 16:28:10`. */
export function moment(epochMs: number): string {
  const date = new Date(epochMs - new Date(epochMs).getTimezoneOffset() * MINUTE);
  return date.toISOString().slice(0, 19).replace("T", " ");
}

/** A moment for programs: ISO 8601 in UTC. */
export function isoTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}

/** How long ago: `just now`, `3m 12s ago`. */
export function ago(epochMs: number, nowMs: number): string {
  const passed = nowMs - epochMs;
  return passed < 5 * SECOND ? "just now" : `${roughly(passed)} ago`;
}
