import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { LogWriter } from "../../../src/workers/reporting/log-writer.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-writer-"));
});

function write(chunks: readonly Buffer[], limit: number, flushEach = false): Buffer {
  const path = join(folder, "stdout.txt");
  const log = new LogWriter(path, limit);
  for (const chunk of chunks) {
    log.write(chunk);
    if (flushEach) log.flush();
  }
  expect(log.close()).toBe(chunks.some((chunk) => chunk.length > 0));
  expect(log.failure).toBeNull();
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
}

describe("LogWriter", () => {
  it("keeps raw bytes", () => {
    const bytes = Buffer.from([0, 255, 27, 10, 13, 128]);
    expect(write([bytes], 1000)).toEqual(bytes);
  });

  it("leaves no file for a silent stream", () => {
    write([], 1000);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps head and tail past the limit, and says how much it left out", () => {
    const text = "0123456789".repeat(100);
    expect(write([Buffer.from(text)], 20).toString()).toBe("0123456789\n[... 980 bytes left out ...]\n0123456789");
    expect(readdirSync(folder)).toEqual(["stdout.txt"]);
  });

  it("keeps everything up to the limit, head and tail beyond it, however it is written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1 }),
        fc.boolean(),
        (arrays, each) => {
          const all = Buffer.concat(arrays);
          const kept = write(
            arrays.map((array) => Buffer.from(array)),
            64,
            each,
          );
          if (all.length <= 64) expect(kept).toEqual(all);
          else {
            expect(kept.subarray(0, 32)).toEqual(all.subarray(0, 32));
            expect(kept.subarray(-32)).toEqual(all.subarray(-32));
            expect(kept.subarray(32, -32).toString()).toBe(`\n[... ${all.length - 64} bytes left out ...]\n`);
          }
        },
      ),
    );
  });

  it("remembers why it could not write, and throws nothing", () => {
    const log = new LogWriter(join(folder, "absent", "stdout.txt"), 1000);
    log.write(Buffer.from("x"));
    log.flush();
    log.write(Buffer.from("y"));
    expect(log.close()).toBe(false);
    expect(log.failure).toMatchObject({ code: "ENOENT" });
  });
});
