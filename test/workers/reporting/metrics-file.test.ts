import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { MetricsFile } from "../../../src/workers/reporting/metrics-file.js";

let path: string;
let lines: string[];
let notices: string[];
let file: MetricsFile;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "metrics-file-")), "metrics.jsonl");
  lines = [];
  notices = [];
  file = new MetricsFile({
    path,
    onLine: (line) => lines.push(line),
    onNotice: (notice) => notices.push(notice),
    backlog: () => null,
  });
});

describe("MetricsFile", () => {
  it("is content with a file that never comes", async () => {
    file.poll();
    await file.finish();
    expect(lines).toEqual([]);
    expect(notices).toEqual([]);
  });

  it("keeps a partial last line until the rest has come", async () => {
    writeFileSync(path, '{"a": 1}\n{"a": 2');
    file.poll();
    await expect.poll(() => lines).toEqual(['{"a": 1}']);
  });

  it("goes on where it stopped, and reads a last line without an ending at the end", async () => {
    writeFileSync(path, '{"a": 1}\n{"a": 2');
    file.poll();
    await expect.poll(() => lines).toHaveLength(1);
    appendFileSync(path, '2}\n{"a": 4}');
    await file.finish();
    expect(lines).toEqual(['{"a": 1}', '{"a": 22}', '{"a": 4}']);
  });

  it("reads a long file to its end", async () => {
    writeFileSync(path, Array.from({ length: 50_000 }, (_, i) => `{"a": ${i}}\n`).join(""));
    await file.finish();
    expect(lines).toHaveLength(50_000);
    expect(lines.at(-1)).toBe('{"a": 49999}');
    expect(notices).toEqual([]);
  });

  it("reads only the beginning of what is left when it is to hurry, and says so", async () => {
    writeFileSync(path, '{"a": 1}\n'.repeat(1_000_000));
    file.hurry();
    await file.finish();
    expect(lines.length).toBeGreaterThan(100_000);
    expect(lines.length).toBeLessThan(150_000);
    expect(notices).toEqual(["the metrics file beyond 1 MiB was not read"]);
  });

  it("says what is wrong with a file that cannot be read, and throws nothing", async () => {
    mkdirSync(path);
    file.poll();
    await file.finish();
    expect(notices).toEqual([expect.stringMatching(/^the metrics file could not be read: .*EISDIR/)]);
  });

  it("waits for no pipe", async () => {
    execFileSync("mkfifo", [path]);
    file.poll();
    await file.finish();
    expect(lines).toEqual([]);
  });
});
