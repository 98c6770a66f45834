import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Values } from "../../src/search/index.js";
import { proposals, samplers } from "./proposals.js";

describe("the same seed and results", () => {
  // Written by scripts/record-suggestions.mjs on Node 20 (x64). Equality is exact: not even the last bit may differ.
  const file = new URL("../fixtures/suggestions.json", import.meta.url);
  const recorded = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, readonly Values[]>>;

  it.each(Object.entries(samplers))("give what they gave elsewhere: %s", (name, make) => {
    const expected = recorded[name] ?? [];
    expect(expected).toHaveLength(120);
    expect(proposals(make(), 120)).toEqual(expected);
  });
});
