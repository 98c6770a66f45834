import type { Screen } from "./terminal.js";
import { clip, pad, plain, widthOf } from "./text.js";

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly align?: "left" | "right";
  /** Of no use in part, as a path is: at the right end of a table it is left out rather than cut. */
  readonly uncut?: boolean;
  /** Colours a finished cell. */
  readonly paint?: (cell: string, row: Row) => string;
}

const GAP = "  ";
/** Columns are not cut below this; rather, the last ones are left out. */
const NARROWEST = 12;

/**
 * Rows under titles, in columns as wide as their content. On a terminal, what does not fit is cut: the widest columns
 * first, then whole columns at the right, which are named below the table. Elsewhere nothing is cut.
 */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], screen: Screen): string {
  const texts = rows.map((row) => columns.map((column) => plain(column.text(row))));
  const wanted = columns.map(({ title }, index) =>
    texts.reduce((width, cells) => Math.max(width, widthOf(cells[index] ?? "")), widthOf(title)),
  );
  while (screen.isTerminal && columns[wanted.length - 1]?.uncut && totalOf(wanted) > screen.columns) wanted.pop();
  const widths = screen.isTerminal ? shrink(wanted, screen.columns) : wanted;
  const draw = (cells: readonly string[], paint: (cell: string, index: number) => string): string =>
    widths
      .map((width, index) => {
        const cell = clip(cells[index] ?? "", width);
        return paint(pad(cell, { columns: width, align: columns[index]?.align ?? "left" }), index);
      })
      .join(GAP)
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  const hidden = titles.slice(widths.length).join(", ");
  return [
    draw(titles, (cell) => screen.colors.dim(cell)),
    ...rows.map((row, at) => draw(texts[at] ?? [], (cell, index) => columns[index]?.paint?.(cell, row) ?? cell)),
    ...(hidden === "" ? [] : [screen.colors.dim(clip(`not shown: ${hidden}`, screen.columns))]),
  ].join("\n");
}

/** Widths that fit into `available` columns, of as many of the first table columns as can be shown at all. */
function shrink(wanted: readonly number[], available: number): readonly number[] {
  let widths = [...wanted];
  while (widths.length > 1 && totalOf(widths.map((width) => Math.min(width, NARROWEST))) > available) {
    widths = widths.slice(0, -1);
  }
  const narrowest = widths.length > 1 ? NARROWEST : 1;
  while (totalOf(widths) > available && Math.max(...widths) > narrowest) {
    widths[widths.indexOf(Math.max(...widths))] = Math.max(...widths) - 1;
  }
  return widths;
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}
