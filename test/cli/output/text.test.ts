import { describe, expect, it } from "vitest";
import { clip, pad, plain, widthOf } from "../../../src/cli/output/text.js";

describe("plain", () => {
  it("takes out what could steer a terminal", () => {
    expect(plain("a\u001b[31mb\u001b[0m\u0007\u0000c\r\n\td\u202e")).toBe("abc d");
  });
});

describe("widthOf, clip and pad", () => {
  it.each([
    ["abc", 3],
    ["\u001b[1mabc\u001b[22m", 3],
    ["漢字", 4],
    ["e\u0301", 1],
    ["🚀", 2],
    ["", 0],
  ])("%j is %d columns wide", (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  it.each([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 4, "abc…"],
    ["漢字漢", 4, "漢…"],
    ["abc", 0, ""],
  ])("%j in %d columns is %j", (text, columns, clipped) => {
    expect(clip(text, columns)).toBe(clipped);
  });

  it("pads by what is seen, not by what is stored", () => {
    expect(pad("漢", { columns: 4, align: "right" })).toBe("  漢");
    expect(pad("abc", { columns: 2, align: "left" })).toBe("abc");
  });
});
