import { describe, expect, it } from "vitest";
import {
  createSweep,
  findSweep,
  listSweeps,
  listTrials,
  previewCommands,
  runSweep,
  sweepProvenance,
  sweepSummary,
  trialDetails,
  trialLogPaths,
} from "../../../src/sweep/index.js";
import { until } from "../../until.js";
import { spec, withStore } from "../temporary-store.js";

describe("finding a sweep", () => {
  it("takes an id, the beginning of one, a name or latest", () =>
    withStore(async (store) => {
      const { sweepId: first } = await createSweep(store, spec({ name: "alpha" }));
      const { sweepId: second } = await createSweep(store, spec({ name: "beta" }));
      const { sweepId: third } = await createSweep(store, spec({ name: "alpha" }));
      const found = async (wanted: string) => (await findSweep(store, wanted)).sweepId;
      expect(await found(first)).toBe(first);
      expect(await found(second.slice(0, 6))).toBe(second);
      expect(await found("alpha")).toBe(third);
      expect(await found("latest")).toBe(third);
      expect((await listSweeps(store)).map(({ sweepId }) => sweepId)).toEqual([third, second, first]);
    }));

  it("names what there is when nothing or too much matches", () =>
    withStore(async (store) => {
      await expect(findSweep(store, "latest")).rejects.toMatchObject({
        code: "not-found",
        message: expect.stringContaining("there are none yet"),
      });
      const ids: string[] = [];
      while (new Set(ids.map((id) => id[0])).size === ids.length) ids.push((await createSweep(store, spec())).sweepId);
      const last = ids.at(-1) ?? "";
      await expect(findSweep(store, "nope")).rejects.toThrow(`${last} (square)`);
      await expect(findSweep(store, last.slice(0, 1))).rejects.toThrow(/could be any of .* \(square\), .* \(square\)/);
    }));

  it("shows one whose process died as interrupted", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec());
      const owner = JSON.stringify({ host: (await import("node:os")).hostname(), pid: 999_999_999, started: "never" });
      const set = "UPDATE sweep SET state = 'running', owner = ?, owner_since = 5, lease_until = 9e15 WHERE id = ?";
      await store.database.write((connection) => connection.prepare(set).run(owner, sweepId));
      expect(await findSweep(store, sweepId)).toMatchObject({
        state: "interrupted",
        owner: { pid: 999_999_999, sinceMs: 5, alive: false },
      });
    }));

  it("prefers, of those with a name, one in which something has run", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec({ maxEvals: 1 }));
      await runSweep(store, { sweepId }).summary;
      const { sweepId: broken } = await createSweep(store, spec({ cwd: store.home, command: ["sh", "-c", "exit 1"] }));
      const fail = "UPDATE sweep SET state = 'failed' WHERE id = ?";
      await store.database.write((connection) => connection.prepare(fail).run(broken));
      expect((await findSweep(store, "square")).sweepId).toBe(sweepId);
      expect((await findSweep(store, "latest")).sweepId).toBe(broken);
    }));

  it("does not call running what its dead process has left", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec({ command: ["sh", "-c", "sleep 60"] }));
      const run = runSweep(store, { sweepId });
      await until(async () => (await findSweep(store, sweepId)).counts.running === 1);
      const owner = JSON.stringify({ host: (await import("node:os")).hostname(), pid: 999_999_999, started: "never" });
      await store.database.write((connection) =>
        connection.prepare("UPDATE sweep SET owner = ? WHERE id = ?").run(owner, sweepId),
      );
      expect((await findSweep(store, sweepId)).counts).toMatchObject({ running: 0, waiting: 1 });
      expect((await sweepSummary(store, sweepId)).counts).toMatchObject({ running: 0, waiting: 1 });
      expect(await listTrials(store, sweepId)).toMatchObject([{ state: "waiting", reason: "lost with its worker" }]);
      expect(await trialDetails(store, sweepId, 0)).toMatchObject({ state: "waiting", attempts: [{ state: "lost" }] });
      run.interrupt("now");
      await run.summary;
    }));

  it("judges an owner on another machine by its lease", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec());
      const own = (leaseUntil: number) =>
        store.database.write((connection) =>
          connection
            .prepare("UPDATE sweep SET state = 'running', owner = ?, owner_since = 5, lease_until = ? WHERE id = ?")
            .run(JSON.stringify({ host: "elsewhere", pid: 7, started: "x" }), leaseUntil, sweepId),
        );
      await own(Date.now() + 60_000);
      expect(await findSweep(store, sweepId)).toMatchObject({ state: "running", owner: { alive: true } });
      await expect(runSweep(store, { sweepId }).summary).rejects.toMatchObject({ code: "owned-elsewhere" });
      await own(Date.now() - 1);
      expect(await findSweep(store, sweepId)).toMatchObject({ state: "interrupted", owner: { alive: false } });
    }));
});

describe("what is told of a sweep", () => {
  it("holds NaN and infinite metrics as words that JSON can carry", () =>
    withStore(async (store) => {
      const command = ["sh", "-c", "echo 'mae: inf'; echo 'loss: nan'"];
      const { sweepId } = await createSweep(store, spec({ command, maxEvals: 1 }));
      await runSweep(store, { sweepId }).summary;
      const [trial] = await listTrials(store, sweepId);
      expect(trial).toMatchObject({
        state: "complete",
        reason: "diverged",
        loss: Number.NaN,
        metrics: { loss: "NaN", mae: "Infinity" },
      });
      expect((await sweepSummary(store, sweepId)).best).toBeNull();
    }));

  it("is refused for sweeps and trials that are not there", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec());
      await expect(sweepSummary(store, "nothing")).rejects.toMatchObject({ code: "not-found" });
      await expect(trialLogPaths(store, sweepId, 0)).rejects.toMatchObject({ code: "not-found" });
      expect(await listTrials(store, sweepId)).toEqual([]);
    }));
});

describe("looking at one trial", () => {
  it("shows its attempts, curves, tags and artifacts", () =>
    withStore(async (store) => {
      const script =
        "if test $SWEEP_ATTEMPT = 1; then echo oops >&2; exit 3; fi; " +
        "echo m > $SWEEP_OUTPUT_DIR/m.txt; echo '[0] loss: 2'; echo '[1] loss: 1'";
      const { sweepId } = await createSweep(
        store,
        spec({ command: ["sh", "-c", script], maxEvals: 1, retries: 1, tags: { team: "blue" } }),
      );
      await runSweep(store, { sweepId }).summary;
      const trial = await trialDetails(store, sweepId, 0);
      expect(trial).toMatchObject({ number: 0, state: "complete", value: 1, metrics: { loss: 1 } });
      expect(trial.attempts).toMatchObject([
        { number: 1, state: "failed", reason: "exit code 3", exitCode: 3, stderrTail: "oops" },
        { number: 2, state: "ok", reason: null, exitCode: null },
      ]);
      for (const { startedAtMs, endedAtMs } of trial.attempts)
        expect(endedAtMs).toBeGreaterThanOrEqual(startedAtMs ?? 0);
      expect(trial.curves.loss?.map(({ step, value }) => [step, value])).toEqual([
        [0, 2],
        [1, 1],
      ]);
      expect(trial.tags).toMatchObject({ team: "blue", "sweep.state": "complete" });
      expect(trial.provenance.git?.commit).toMatch(/^[0-9a-f]{40}$/);
      expect(trial.artifacts.map(({ path }) => path)).toEqual(["logs/stdout.txt", "m.txt"]);
      expect(trial.artifactLocation).toContain(trial.runId);
    }));

  it("shows the attempt that has not begun", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec({ command: ["sh", "-c", "sleep 60"] }));
      const run = runSweep(store, { sweepId });
      await until(async () => (await findSweep(store, sweepId)).counts.running === 1);
      run.interrupt("now");
      await run.summary;
      const { attempts, curves, artifacts } = await trialDetails(store, sweepId, 0);
      expect(attempts.at(-1)).toMatchObject({ state: "waiting", startedAtMs: null, endedAtMs: null });
      expect([curves, artifacts]).toEqual([{}, []]);
      await expect(trialDetails(store, sweepId, 7)).rejects.toMatchObject({ code: "not-found" });
    }));
});

describe("a sweep's provenance", () => {
  it("says what code and data it ran with", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec({ maxEvals: 1, data: ["package.json", "tsconfig*.json"] }));
      expect(await sweepProvenance(store, sweepId)).toMatchObject({ git: null, script: null, data: null });
      await runSweep(store, { sweepId }).summary;
      const { git, data, cwd, interpreter } = await sweepProvenance(store, sweepId);
      expect(git).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), dirty: expect.any(Boolean) });
      expect(data?.files.map(({ path }) => path)).toEqual(["package.json", "tsconfig.json", "tsconfig.test.json"]);
      expect(data?.files[0]).toMatchObject({
        sizeBytes: expect.any(Number),
        sha256: expect.stringMatching(/^\w{64}$/),
      });
      expect([cwd, interpreter, data?.more]).toEqual([process.cwd(), `Node.js ${process.version}`, 0]);
    }));
});

describe("creating a sweep", () => {
  it("creates nothing when its command cannot be started", () =>
    withStore(async (store) => {
      const created = (changes: object) => createSweep(store, spec({ experiment: "typo", ...changes }));
      const refusal = { code: "command-not-startable", message: expect.stringContaining("command not found") };
      await expect(created({ command: ["no-such-command-anywhere"] })).rejects.toMatchObject(refusal);
      await expect(created({ command: ["./no-such-file"] })).rejects.toMatchObject(refusal);
      await expect(created({ command: ["./package.json"] })).rejects.toThrow("not executable");
      await expect(created({ cwd: "/no/such/folder" })).rejects.toThrow("/no/such/folder");
      expect(await listSweeps(store)).toEqual([]);
      await created({ command: ["{interpreter}", "train.py"] });
    }));
});

describe("previewing a sweep's commands", () => {
  it("gives those that a run would begin with", () =>
    withStore(async (store) => {
      const command = ["sh", "-c", "echo loss: {x}"];
      const sweep = spec({ command, maxEvals: 3 });
      const preview = await previewCommands(sweep, 5);
      const { sweepId } = await createSweep(store, sweep);
      await runSweep(store, { sweepId }).summary;
      const run = (await listTrials(store, sweepId)).map(({ params }) => ["sh", "-c", `echo loss: ${params.x}`]);
      expect(preview).toEqual(run);
    }));

  it("needs a command", async () => {
    await expect(previewCommands(spec({ command: null }), 1)).rejects.toMatchObject({ code: "bad-argument" });
  });
});
