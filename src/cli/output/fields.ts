import type { Screen } from "./terminal.js";
import { pad, widthOf } from "./text.js";

/** One labelled paragraph of a summary; lines after the first stand below it. */
export type Field = readonly [label: string, lines: readonly string[]];

const INDENT = "  ";

/** Labelled paragraphs, the labels dimmed and of one width. Fields without lines are left out. */
export function fields(entries: readonly Field[], { colors }: Screen): string {
  const shown = entries.filter(([, lines]) => lines.length > 0);
  const columns = Math.max(...shown.map(([label]) => widthOf(label))) + 2;
  return shown
    .flatMap(([label, lines]) =>
      lines.map((line, index) =>
        `${INDENT}${colors.dim(pad(index === 0 ? label : "", { columns, align: "left" }))}${line}`.trimEnd(),
      ),
    )
    .join("\n");
}

/** Names and values in two aligned columns. */
export function pairs(entries: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const columns = Math.max(0, ...entries.map(([name]) => widthOf(name))) + 2;
  return entries.map(([name, value]) => `${pad(name, { columns, align: "left" })}${value}`);
}
