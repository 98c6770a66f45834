import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { MetricsFile } from "../../../src/workers/reporting/metrics-file.js";

let path: string;
let values: number[];
let file: MetricsFile;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "metrics-file-")), "metrics.jsonl");
  values = [];
  const onMetrics = (found: { values: readonly (readonly [string, number])[] }) =>
    values.push(...found.values.map(([, value]) => value));
  file = new MetricsFile({ path, onMetrics, backlog: () => null });
});

describe("MetricsFile", () => {
  it("is content with a file that never comes", async () => {
    file.poll();
    await file.finish();
    expect(values).toEqual([]);
  });

  it("keeps a partial last line until the rest has come", () => {
    writeFileSync(path, '{"a": 1}\n{"a": 2');
    file.poll();
    expect(values).toEqual([1]);
  });

  it("goes on where it stopped, and reads a last line without an ending at the end", async () => {
    writeFileSync(path, '{"a": 1}\n{"a": 2');
    file.poll();
    appendFileSync(path, '2}\nnot json: 1\n{"a": NaN}\n{"a": 4}');
    await file.finish();
    expect(values).toEqual([1, 22, Number.NaN, 4]);
  });

  it("reads a long file to its end", async () => {
    writeFileSync(path, Array.from({ length: 50_000 }, (_, i) => `{"a": ${i}}\n`).join(""));
    await file.finish();
    expect(values).toHaveLength(50_000);
    expect(values.at(-1)).toBe(49_999);
  });

  it("says what is wrong with a file that cannot be read", async () => {
    mkdirSync(path);
    file.poll();
    await expect(file.finish()).rejects.toThrow(/EISDIR/);
  });
});
