/** JSON for people and programs: NaN and the infinities, which JSON lacks, become the strings `NaN`, `Infinity`, `-Infinity`. */
export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === "number" && !Number.isFinite(part) ? String(part) : part),
    2,
  );
}
