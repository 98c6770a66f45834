import type { Bindable, Connection } from "../../database/index.js";

/** An insert as two pieces of text around its rows: `INSERT INTO t (a, b) VALUES` and what follows, if anything. */
export interface RowInsert {
  readonly into: string;
  readonly columnCount: number;
  readonly onConflict: string;
}

// Many rows in one statement cost far less than a statement each. Sizes are powers of two so that a handful of compiled
// statements serves every number of rows.
const BATCH_SIZES = [64, 32, 16, 8, 4, 2, 1] as const;

/** Inserts rows in as few statements as possible; answers how many were inserted or changed. */
export function insertRows(connection: Connection, insert: RowInsert, rows: readonly (readonly Bindable[])[]): number {
  let changed = 0;
  let start = 0;
  for (const size of BATCH_SIZES) {
    for (; rows.length - start >= size; start += size) {
      const values = rows.slice(start, start + size).flat();
      changed += connection.prepare(insertText(insert, size)).run(...values);
    }
  }
  return changed;
}

function insertText({ into, columnCount, onConflict }: RowInsert, rowCount: number): string {
  const row = `(${Array(columnCount).fill("?").join(", ")})`;
  return `${into} ${Array(rowCount).fill(row).join(", ")} ${onConflict}`;
}
