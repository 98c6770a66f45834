import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { newFolder, type Started, start, sweep } from "./sweep-command.js";

// Trials print a line, say so by a file, then wait until there is a file called `go`.
const SPACE = `
name: held
metric: { name: loss }
max_evals: 1
command: [sh, -c, "echo begun; touch running; while [ ! -e go ]; do sleep 0.05; done; echo loss={x}"]
space: { x: { uniform: [0, 1] } }
`;

const PATIENCE = { timeout: 60_000, interval: 50 };

/** A sweep whose only trial runs. */
async function heldSweep(): Promise<{ folder: string; held: Started }> {
  const folder = newFolder();
  writeFileSync(join(folder, "space.yaml"), SPACE);
  const held = start(folder, "run", "space.yaml");
  onTestFinished(async () => {
    held.kill("SIGKILL");
    await held.ended;
    rmSync(folder, { recursive: true, maxRetries: 5 });
  });
  await vi.waitFor(() => expect(existsSync(join(folder, "running"))).toBe(true), PATIENCE);
  return { folder, held };
}

describe("while a trial runs", { timeout: 120_000 }, () => {
  it("its output can be printed, and followed to its end", async () => {
    const { folder } = await heldSweep();
    expect((await sweep(folder, "logs", "held", "0")).stdout).toBe("begun\n");
    const follower = start(folder, "logs", "held", "0", "--follow");
    await vi.waitFor(() => expect(follower.output()).toBe("begun\n"), PATIENCE);
    writeFileSync(join(folder, "go"), "");
    const ended = await follower.ended;
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^begun\nloss=0\.\d+\n$/);
  });

  it("SIGTERM stops it too, and the sweep says how to go on", async () => {
    const { held } = await heldSweep();
    held.kill("SIGTERM");
    const ended = await held.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("stopping the running trials");
    expect(ended.stdout).toMatch(/^held interrupted: /);
    expect(ended.stdout).toMatch(/Go on with: +sweep resume \w{8}$/m);
  });
});
