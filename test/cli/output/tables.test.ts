import fc from "fast-check";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { toCsv } from "../../../src/cli/output/csv.js";
import { toJson } from "../../../src/cli/output/json.js";
import { shellWord } from "../../../src/cli/output/shell.js";
import { table } from "../../../src/cli/output/table.js";
import { widthOf } from "../../../src/cli/output/text.js";

const screen = (columns: number, isTerminal = true) => ({ columns, isTerminal, colors: pc.createColors(false) });

describe("table", () => {
  const columns = [
    { title: "name", text: (row: readonly string[]) => row[0] ?? "" },
    { title: "loss", text: (row: readonly string[]) => row[1] ?? "", align: "right" as const },
  ];

  it("aligns words at the left and numbers at the right", () => {
    const rows = [
      ["first", "1.5"],
      ["second one", "12.25"],
    ];
    expect(table(columns, rows, screen(80)).split("\n")).toEqual([
      "name         loss",
      "first         1.5",
      "second one  12.25",
    ]);
  });

  it("never is wider than the terminal", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), fc.array(fc.tuple(fc.string(), fc.string())), (width, rows) => {
        for (const line of table(columns, rows, screen(width)).split("\n"))
          expect(widthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it("cuts the widest column first, and leaves out the last ones where there is no room for them", () => {
    const rows = [["a very long name", "123456789"]];
    expect(table(columns, rows, screen(24))).toBe("name                loss\na very long …  123456789");
    expect(table(columns, rows, screen(20))).toBe("name\na very long name\nnot shown: loss");
  });

  it("leaves out rather than cuts what is of no use in part", () => {
    const withPath = [...columns, { title: "path", text: () => "/a/long/path/to/a/model", uncut: true }];
    expect(table(withPath, [["first", "1.5"]], screen(40))).toContain("/a/long/path/to/a/model");
    expect(table(withPath, [["first", "1.5"]], screen(30))).toBe("name   loss\nfirst   1.5\nnot shown: path");
  });

  it("cuts nothing for a file", () => {
    expect(table(columns, [["x".repeat(300), "1"]], screen(80, false))).toContain("x".repeat(300));
  });

  it("keeps one row per line, whatever a name holds", () => {
    expect(table(columns, [["a\nb\u001b[2J", "1"]], screen(80)).split("\n")[1]).toBe("a b      1");
  });
});

describe("toCsv", () => {
  it("keeps numbers numbers, and quotes what needs it", () => {
    expect(
      toCsv(
        ["a", "b"],
        [
          [1.5, 'say "x"'],
          [null, "1,2"],
          [-3, true],
        ],
      ),
    ).toBe('a,b\n1.5,"say ""x"""\n,"1,2"\n-3,true');
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+cmd", "'+cmd"],
    ["-x", "'-x"],
    ["@sum", "'@sum"],
    ["-1.5e-3", "-1.5e-3"],
    ["=a,b", `"'=a,b"`],
  ])("makes %s harmless in a spreadsheet", (text, cell) => {
    expect(toCsv(["a"], [[text]])).toBe(`a\n${cell}`);
  });
});

describe("toJson", () => {
  it("has words for the numbers that JSON lacks", () => {
    expect(JSON.parse(toJson({ a: Number.NaN, b: [Number.NEGATIVE_INFINITY], c: 1 }))).toEqual({
      a: "NaN",
      b: ["-Infinity"],
      c: 1,
    });
  });
});

describe("shellWord", () => {
  it.each([
    ["--x=0.5", "--x=0.5"],
    ["a b", "'a b'"],
    ["it's", `'it'\\''s'`],
    ["$(rm)", "'$(rm)'"],
    ["", "''"],
  ])("%j is written %s", (word, written) => {
    expect(shellWord(word)).toBe(written);
  });
});
