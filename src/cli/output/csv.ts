/** What a CSV cell may hold; `null` is an empty cell. */
export type Cell = string | number | boolean | null;

/** A CSV document (RFC 4180, line feeds) with a header row. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => row.map(csvCell).join(",")).join("\n");
}

/**
 * One cell. Text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a return) gets a leading
 * apostrophe, unless it is a plain number.
 */
function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const isFormula = /^[=+\-@\t\r]/.test(cell) && !/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(cell);
  const safe = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
