import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isProcessAlive, processIdentity } from "../../src/workers/index.js";
import { until } from "../contracts/broker.js";

describe("process identity", () => {
  it("is the same each time, and alive", () => {
    expect(processIdentity()).toEqual(processIdentity());
    expect(isProcessAlive(processIdentity())).toBe(true);
  });

  it("is dead when another process has the same number", () => {
    expect(isProcessAlive({ ...processIdentity(), started: "another boot:1" })).toBe(false);
  });

  it("is dead when the process has ended", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    expect(isProcessAlive({ ...processIdentity(), pid: child.pid ?? 0 })).toBe(false);
  });

  it("says nothing of other hosts", () => {
    expect(isProcessAlive({ ...processIdentity(), host: "elsewhere.invalid" })).toBeNull();
  });

  it.runIf(process.platform === "linux")("counts a zombie as dead", async () => {
    // The shell starts a child that ends, becomes something that never asks after it, and so leaves a zombie.
    const shell = spawn("sh", ["-c", "sh -c 'exit 0' & echo $!; exec sleep 30"]);
    const [line] = (await once(shell.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    const startedOf = (id: number) => readFileSync(`/proc/${id}/stat`, "latin1").split(") ")[1]?.split(" ")[19];
    const boot = processIdentity().started.split(":")[0];
    const zombie = { ...processIdentity(), pid, started: `${boot}:${startedOf(pid)}` };
    await until(() => isProcessAlive(zombie) === false);
    expect(startedOf(pid)).toBeDefined();
    shell.kill("SIGKILL");
  });
});
