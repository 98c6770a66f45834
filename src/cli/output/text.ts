import { stripVTControlCharacters } from "node:util";

/** Text that cannot move the cursor, change colours or break a line. */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "");
}

/** A message of several lines without anything that a terminal would obey: it may quote what a stranger wrote. */
export function plainLines(text: string): string {
  return text.split("\n").map(plain).join("\n");
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60])/u;

/** Columns that a text takes on a terminal, colour codes aside. */
export function widthOf(text: string): number {
  const bare = stripVTControlCharacters(text);
  if (/^[\x20-\x7e]*$/.test(bare)) return bare.length;
  return [...segmenter.segment(bare)].reduce((width, { segment }) => width + (WIDE.test(segment) ? 2 : 1), 0);
}

/** The text cut to so many columns, with an ellipsis where something is missing. Only for text without colour codes. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let width = 0;
  let kept = "";
  for (const { segment } of segmenter.segment(text)) {
    width += WIDE.test(segment) ? 2 : 1;
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns < 1 ? "" : `${kept}…`;
}

/** Puts text at the left or right of a column. */
export function pad(text: string, { columns, align }: { columns: number; align: "left" | "right" }): string {
  const space = " ".repeat(Math.max(0, columns - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
