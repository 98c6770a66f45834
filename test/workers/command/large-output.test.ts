import { openSync, readSync, rmSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startChild } from "../child.js";
import type { Measured } from "./large-output.child.js";

const MIB = 1024 * 1024;

async function measure(script: string): Promise<Measured> {
  const child = startChild("command/large-output.child.ts", [script]);
  const measured = JSON.parse(await child.saidLine("measured ")) as Measured;
  expect(await child.exited).toBe(0);
  return measured;
}

function bytesAt(path: string, position: number, length: number): string {
  const buffer = Buffer.alloc(length);
  readSync(openSync(path, "r"), buffer, 0, length, position);
  return buffer.toString();
}

describe("a command with much output", () => {
  it("may print a gigabyte: memory stays constant, its log is cut in the middle, its metrics are read", async () => {
    const measured = await measure("echo loss=3; yes 0123456789abcdef | head -c 1G; echo; echo loss=1; echo the end");
    expect(measured).toMatchObject({ state: "complete", values: [3, 1] });
    expect(measured.mostRssBytes).toBeLessThan(250 * MIB);
    const { size } = statSync(measured.log);
    expect(size).toBeGreaterThanOrEqual(64 * MIB);
    expect(size).toBeLessThan(65 * MIB);
    expect(bytesAt(measured.log, 0, 7)).toBe("loss=3\n");
    expect(bytesAt(measured.log, size - 8, 8)).toBe("the end\n");
    rmSync(measured.log);
  }, 60_000);

  it("may print a line of 300 MB", async () => {
    const measured = await measure("head -c 300000000 /dev/zero | tr '\\0' x; echo; echo loss=1");
    expect(measured).toMatchObject({ state: "complete", values: [1] });
    expect(measured.mostRssBytes).toBeLessThan(250 * MIB);
    rmSync(measured.log);
  }, 60_000);

  it("may print binary", async () => {
    const measured = await measure("head -c 30000000 /dev/urandom; echo; echo loss=1");
    expect(measured.state).toBe("complete");
    expect(measured.values.at(-1)).toBe(1);
    expect(statSync(measured.log).size).toBe(30_000_000 + 8);
    rmSync(measured.log);
  }, 60_000);
});
