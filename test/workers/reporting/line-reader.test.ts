import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineReader } from "../../../src/workers/reporting/line-reader.js";

const MARKS = [":", "="].map((mark) => mark.charCodeAt(0));

function linesOf(chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const reader = new LineReader({ marks: MARKS, onLine: (line) => lines.push(line) });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  reader.end();
  return lines;
}

describe("LineReader", () => {
  it("cuts at line feeds and carriage returns", () => {
    expect(linesOf(["a=1\nb=2\r\nc=3\rd=4"])).toEqual(["a=1", "b=2", "c=3", "d=4"]);
  });

  it("delivers only lines that hold a mark", () => {
    expect(linesOf(["nothing\nloss: 1\nmore\n\n\nx=", "2\nend"])).toEqual(["loss: 1", "x=2"]);
  });

  it("joins bytes before it decodes them", () => {
    const bytes = Buffer.from("größe=1\n✓=2\n");
    expect(linesOf([...bytes].map((byte) => Buffer.from([byte])))).toEqual(["größe=1", "✓=2"]);
  });

  it("takes terminal control sequences out", () => {
    expect(linesOf(["\x1b[32mloss\x1b[0m: \x1b[1m0.5\x1b[0m\n"])).toEqual(["loss: 0.5"]);
  });

  it("keeps the first 64 KiB of a long line and skips its rest", () => {
    const [long, next] = linesOf(["a=1 ", ...Array(50).fill("x".repeat(10_000)), "\nb=2\n"]);
    expect(long).toHaveLength(65_536);
    expect(long?.startsWith("a=1 xxx")).toBe(true);
    expect(next).toBe("b=2");
  });

  it("finds the same lines however the bytes are cut", () => {
    const piece = fc.constantFrom("a", "=", ":", "\n", "\r", "é", "1", "\r\n");
    fc.assert(
      fc.property(fc.array(fc.string({ unit: piece })), (chunks) => {
        const expected = chunks
          .join("")
          .split(/[\n\r]/)
          .filter((line) => /[:=]/.test(line));
        expect(linesOf(chunks)).toEqual(expected);
      }),
    );
  });
});
