import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { newFolder, type Started, start, sweep } from "./sweep-command.js";

const folder = newFolder();
let running: Started;

// Trials print a line, then wait until there is a file called `go`.
const SPACE = `
name: held
metric: { name: loss }
max_evals: 2
command: [sh, -c, "echo begun; while [ ! -e go ]; do sleep 0.05; done; echo loss={x}"]
space: { x: { uniform: [0, 1] } }
`;

beforeAll(() => {
  writeFileSync(join(folder, "space.yaml"), SPACE);
  running = start(folder, "run", "space.yaml");
});
afterAll(async () => {
  running.kill("SIGKILL");
  await running.ended;
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

it("prints the output of a running trial, and follows it to its end", { timeout: 60_000 }, async () => {
  await vi.waitFor(async () => expect((await sweep(folder, "logs", "held", "0")).stdout).toBe("begun\n"), 15_000);
  const follower = start(folder, "logs", "held", "0", "--follow");
  await vi.waitFor(() => expect(follower.output()).toBe("begun\n"), 15_000);
  writeFileSync(join(folder, "go"), "");
  const ended = await follower.ended;
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).toMatch(/^begun\nloss=0\.\d+\n$/);
});

it("stops at SIGTERM, trials included, and says how to go on", { timeout: 60_000 }, async () => {
  await running.ended;
  rmSync(join(folder, "go"));
  const interrupted = start(folder, "run", "space.yaml", "--name", "cut");
  await vi.waitFor(async () => expect((await sweep(folder, "logs", "cut", "0")).stdout).toBe("begun\n"), 15_000);
  interrupted.kill("SIGTERM");
  const ended = await interrupted.ended;
  expect(ended.code).toBe(130);
  expect(ended.stderr).toContain("stopping the running trials");
  expect(ended.stdout).toMatch(/^cut interrupted: /);
  expect(ended.stdout).toMatch(/Go on with: +sweep resume \w{8}$/m);
});
