import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createSweep,
  findSweep,
  listTrials,
  orderSweep,
  rerunCommand,
  runSweep,
  type SweepEvent,
  type SweepSpec,
  type SweepStore,
  sweepSummary,
  trialLogPaths,
} from "../../../src/sweep/index.js";
import { acquire } from "../../../src/sweep/ownership.js";
import { getRun, type TrackingSchema } from "../../../src/tracking/index.js";
import { until } from "../../until.js";
import { spec, withStore } from "../temporary-store.js";

/** `sh` starts faster than node, and is all that these commands need. */
function shell(script: string): readonly string[] {
  return ["sh", "-c", script];
}

async function run(store: SweepStore, changes: Partial<SweepSpec> = {}) {
  const { sweepId, parentRunId, experimentId } = await createSweep(store, spec(changes));
  const events: SweepEvent[] = [];
  const going = runSweep(store, { sweepId, onEvent: (event) => events.push(event) });
  return { sweepId, parentRunId, experimentId, events, going };
}

/** A program that is there, may be run, and cannot be started all the same. */
async function unstartable(store: SweepStore): Promise<string> {
  const path = join(store.home, "train");
  await writeFile(path, "#!/no/such/interpreter\n");
  await chmod(path, 0o755);
  return path;
}

function noticesIn(events: readonly SweepEvent[]): string {
  return events.flatMap((event) => (event.kind === "notice" ? [event.message] : [])).join("\n");
}

function runOf(store: SweepStore, runId: string) {
  return getRun(store.database.as<TrackingSchema>().kysely, runId);
}

describe("running a command sweep", () => {
  it("runs every trial, tells of it, and answers with the summary", () =>
    withStore(async (store) => {
      const { sweepId, parentRunId, events, going } = await run(store, { maxEvals: 5, parallel: 2 });
      const summary = await going.summary;
      const trials = await listTrials(store, sweepId);
      expect(trials.map(({ number, state }) => [number, state])).toEqual([0, 1, 2, 3, 4].map((n) => [n, "complete"]));
      for (const { params, value, metrics } of trials) {
        expect(value).toBeCloseTo(Number(params.x) ** 2, 12);
        expect(metrics).toEqual({ loss: value });
      }
      const best = trials.toSorted((a, b) => (a.loss ?? 0) - (b.loss ?? 0))[0];
      expect(summary).toMatchObject({
        sweepId,
        state: "finished",
        counts: { complete: 5, failed: 0, waiting: 0, running: 0 },
        best: { number: best?.number, loss: best?.loss, runId: best?.runId },
        model: null,
      });
      expect(events.at(-1)).toMatchObject({ kind: "progress", progress: { state: "finished", total: 5 } });
      expect(await runOf(store, parentRunId)).toMatchObject({ status: "FINISHED", name: "square" });
      expect(await sweepSummary(store, sweepId)).toEqual(summary);
    }));

  it("keeps what a trial wrote and printed, and cleans up behind it", () =>
    withStore(async (store) => {
      const command = shell(
        "echo loss: 1; echo oops >&2; mkdir $SWEEP_OUTPUT_DIR/model; echo m > $SWEEP_OUTPUT_DIR/model/m",
      );
      const { sweepId, experimentId, going } = await run(store, { maxEvals: 1, command });
      await going.summary;
      const [trial] = await listTrials(store, sweepId);
      const owner = { experimentId, runId: trial?.runId ?? "" };
      expect((await store.artifacts.list(owner, "")).map(({ name }) => name)).toEqual(["logs", "model"]);
      const paths = await trialLogPaths(store, sweepId, 0);
      expect(paths.finished).toBe(true);
      expect(await readFile(paths.stdout, "utf8")).toBe("loss: 1\n");
      expect(await readFile(paths.stderr, "utf8")).toBe("oops\n");
      expect(await readdir(join(store.home, "trials"))).toEqual([]);
    }));

  it("records each trial's origin", () =>
    withStore(async (store) => {
      const { sweepId, parentRunId, going } = await run(store, { maxEvals: 1, data: ["package.json"] });
      await going.summary;
      const [trial] = await listTrials(store, sweepId);
      const tags = (await runOf(store, trial?.runId ?? ""))?.tags ?? {};
      expect(tags).toMatchObject({ "mlflow.parentRunId": parentRunId, "sweep.id": sweepId, "sweep.state": "complete" });
      expect(tags["mlflow.source.git.commit"]).toMatch(/^[0-9a-f]{40}$/);
      expect(tags["sweep.interpreter"]).toBe(`Node.js ${process.version}`);
      expect(JSON.parse(tags["sweep.data"] ?? "")).toMatchObject([{ path: "package.json" }]);
    }));

  it("ends without a best trial when every trial fails, and gives them another chance when resumed", () =>
    withStore(async (store) => {
      const flag = join(store.home, "fixed");
      const command = shell(`test -e ${flag} || exit 3; echo loss: 1`);
      const { sweepId, events, going } = await run(store, { command, maxEvals: 8, maxFailures: 2 });
      expect(await going.summary).toMatchObject({ state: "failed", best: null, counts: { failed: 2 } });
      expect(noticesIn(events)).toContain("2 trials in a row failed");
      await writeFile(flag, "");
      const summary = await runSweep(store, { sweepId }).summary;
      expect(summary).toMatchObject({ state: "finished", counts: { failed: 2, complete: 6 } });
    }));

  it("rejects when the command cannot be started, and can be resumed", () =>
    withStore(async (store) => {
      const command = [await unstartable(store)];
      const { sweepId, events, going } = await run(store, { command });
      await expect(going.summary).rejects.toMatchObject({
        code: "command-not-startable",
        message: expect.stringContaining(join(store.home, "train")),
      });
      expect(noticesIn(events)).not.toContain("runs again");
      expect(await findSweep(store, sweepId)).toMatchObject({ state: "failed", owner: null, counts: { waiting: 1 } });
    }));

  it("gives an ended sweep's resume a reason why nothing runs", () =>
    withStore(async (store) => {
      const { sweepId, going } = await run(store, { command: shell("exit 3"), maxEvals: 2 });
      expect(await going.summary).toMatchObject({ state: "failed", counts: { failed: 2 } });
      const events: SweepEvent[] = [];
      const again = await runSweep(store, { sweepId, onEvent: (event) => events.push(event) }).summary;
      expect(again).toMatchObject({ state: "failed", counts: { failed: 2 } });
      expect(noticesIn(events)).toContain(`sweep extend ${sweepId}`);
    }));

  it("refuses a sweep whose objective is a function", () =>
    withStore(async (store) => {
      const { sweepId, going } = await run(store, { command: null });
      await expect(going.summary).rejects.toMatchObject({ code: "conflict" });
      expect((await findSweep(store, sweepId)).owner).toBeNull();
    }));

  it("answers an ended sweep with its summary and runs nothing", () =>
    withStore(async (store) => {
      const { sweepId, going } = await run(store, { maxEvals: 2 });
      const summary = await going.summary;
      const events: SweepEvent[] = [];
      expect(await runSweep(store, { sweepId, onEvent: (event) => events.push(event) }).summary).toEqual(summary);
      expect(noticesIn(events)).toContain("Nothing is left to run");
    }));
});

describe("interrupting a sweep", () => {
  it("lets running trials finish, and a resume does the rest as if nothing had happened", () =>
    withStore(async (store) => {
      const changes = { maxEvals: 4, algo: { tpe: { startup: 1 } } };
      const whole = await run(store, changes);
      await whole.going.summary;
      const cut = await run(store, changes);
      await until(() => cut.events.some(({ kind }) => kind === "new-best"));
      cut.going.interrupt("gentle");
      const interrupted = await cut.going.summary;
      expect(interrupted).toMatchObject({ state: "interrupted", counts: { running: 0, cancelled: 0 } });
      expect(interrupted.counts.complete).toBeLessThan(4);
      expect(await runSweep(store, { sweepId: cut.sweepId }).summary).toMatchObject({ state: "finished" });
      const points = async (sweepId: string) =>
        (await listTrials(store, sweepId)).map(({ number, params, loss }) => ({ number, params, loss }));
      expect(await points(cut.sweepId)).toEqual(await points(whole.sweepId));
    }));

  it("stops running trials when it cannot wait, and a resume runs them again", () =>
    withStore(async (store) => {
      const flag = join(store.home, "go");
      const command = shell(`test -e ${flag} || sleep 60; echo loss: 1`);
      const { sweepId, going } = await run(store, { command, maxEvals: 2, parallel: 2 });
      await until(async () => (await findSweep(store, sweepId)).counts.running === 2);
      going.interrupt("gentle");
      going.interrupt("now");
      expect(await going.summary).toMatchObject({ state: "interrupted", counts: { waiting: 2 } });
      await writeFile(flag, "");
      expect(await runSweep(store, { sweepId }).summary).toMatchObject({ state: "finished", counts: { complete: 2 } });
      expect((await listTrials(store, sweepId)).map(({ attempt }) => attempt)).toEqual([2, 2]);
    }));

  it("is heeded before the first trial, too", () =>
    withStore(async (store) => {
      const { going } = await run(store);
      going.interrupt("gentle");
      expect(await going.summary).toMatchObject({ state: "interrupted", counts: { complete: 0 } });
    }));
});

describe("ordering a running sweep", () => {
  /** A sweep whose trials wait until a file is there. */
  async function waiting(store: SweepStore, changes: Partial<SweepSpec> = {}) {
    await mkdir(store.home, { recursive: true });
    const flag = join(store.home, "go");
    const command = shell(`until test -e ${flag}; do sleep 0.02; done; echo loss: {x}`);
    const started = await run(store, { command, maxEvals: 3, ...changes });
    await until(async () => (await findSweep(store, started.sweepId)).counts.running > 0);
    return { ...started, release: () => writeFile(flag, "") };
  }

  it("stops it gently", () =>
    withStore(async (store) => {
      const { sweepId, parentRunId, going, release } = await waiting(store);
      expect(await orderSweep(store, sweepId, { kind: "stop" })).toBe("sent");
      await until(async () => (await findSweep(store, sweepId)).state === "stopping");
      await release();
      expect(await going.summary).toMatchObject({ state: "stopped", counts: { complete: 1, cancelled: 0 } });
      expect((await runOf(store, parentRunId))?.status).toBe("KILLED");
      await expect(orderSweep(store, sweepId, { kind: "stop" })).rejects.toMatchObject({ code: "conflict" });
    }));

  it("stops it at once", () =>
    withStore(async (store) => {
      const { sweepId, going } = await waiting(store, { parallel: 2 });
      await orderSweep(store, sweepId, { kind: "stop-now" });
      expect(await going.summary).toMatchObject({ state: "stopped", counts: { cancelled: 2, complete: 0 } });
    }));

  it("holds it, and a resume by anybody goes on with it", () =>
    withStore(async (store) => {
      const { sweepId, going, release } = await waiting(store);
      await orderSweep(store, sweepId, { kind: "pause" });
      await until(async () => (await findSweep(store, sweepId)).state === "paused");
      await release();
      await until(async () => (await findSweep(store, sweepId)).counts.complete === 1);
      const followed = await runSweep(store, { sweepId }).summary;
      expect(followed).toMatchObject({ state: "finished", counts: { complete: 3 } });
      expect(await going.summary).toEqual(followed);
    }));

  it("gives it more trials", () =>
    withStore(async (store) => {
      const { sweepId, going, release } = await waiting(store);
      await orderSweep(store, sweepId, { kind: "extend", count: 2 });
      await until(async () => (await findSweep(store, sweepId)).spec.maxEvals === 5);
      await release();
      expect(await going.summary).toMatchObject({ state: "finished", counts: { complete: 5 } });
    }));
});

describe("ordering a sweep that is just being started", () => {
  /** Asked for its version before a sweep begins, this interpreter takes its time: until a file is there. */
  async function starting(store: SweepStore) {
    const [interpreter, flag] = [join(store.home, "python3"), join(store.home, "go")];
    const script = `#!/bin/sh\nuntil test -e ${flag}; do sleep 0.02; done; echo loss: 1\n`;
    await writeFile(interpreter, script, { mode: 0o755 });
    const started = await run(store, { command: [interpreter], maxEvals: 2 });
    await until(async () => (await findSweep(store, started.sweepId)).owner !== null);
    return { ...started, release: () => writeFile(flag, "") };
  }

  it("holds it before its first trial", () =>
    withStore(async (store) => {
      const { sweepId, going, release } = await starting(store);
      expect(await orderSweep(store, sweepId, { kind: "pause" })).toBe("sent");
      await release();
      await until(async () => (await findSweep(store, sweepId)).startedAtMs !== null);
      await until(async () => (await findSweep(store, sweepId)).state === "paused");
      expect((await findSweep(store, sweepId)).counts).toMatchObject({ complete: 0, running: 0 });
      await orderSweep(store, sweepId, { kind: "resume" });
      expect(await going.summary).toMatchObject({ state: "finished", counts: { complete: 2 } });
    }));

  it("stops it before its first trial", () =>
    withStore(async (store) => {
      const { sweepId, going, release } = await starting(store);
      await orderSweep(store, sweepId, { kind: "stop" });
      await release();
      expect(await going.summary).toMatchObject({ state: "stopped", counts: { complete: 0 } });
    }));

  it("gives it more trials", () =>
    withStore(async (store) => {
      const { sweepId, going, release } = await starting(store);
      await orderSweep(store, sweepId, { kind: "extend", count: 2 });
      await release();
      expect(await going.summary).toMatchObject({ state: "finished", counts: { complete: 4 } });
    }));
});

describe("ordering a sweep that nobody runs", () => {
  it.each(["extend", "pause"] as const)("refuses to %s one that only its program can run", (kind) =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec({ command: null }));
      const ordered = orderSweep(store, sweepId, kind === "extend" ? { kind, count: 3 } : { kind });
      await expect(ordered).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("function") });
      expect((await findSweep(store, sweepId)).spec.maxEvals).toBe(4);
    }),
  );

  it("extends a finished one, which a resume then goes on with", () =>
    withStore(async (store) => {
      const { sweepId, going } = await run(store, { maxEvals: 2, lossThreshold: 100 });
      expect(await going.summary).toMatchObject({ state: "finished", counts: { complete: 1 } });
      expect(await orderSweep(store, sweepId, { kind: "extend", count: 2 })).toBe("applied");
      expect(await findSweep(store, sweepId)).toMatchObject({ state: "paused", owner: null, spec: { maxEvals: 4 } });
      // The threshold that ended it has been reached already, and does not end it again.
      expect(await runSweep(store, { sweepId }).summary).toMatchObject({ counts: { complete: 4 } });
    }));

  it("stops one that was interrupted, with its open trials", () =>
    withStore(async (store) => {
      const { sweepId, going } = await run(store, { command: shell("sleep 60") });
      await until(async () => (await findSweep(store, sweepId)).counts.running === 1);
      going.interrupt("now");
      await going.summary;
      expect(await orderSweep(store, sweepId, { kind: "stop" })).toBe("applied");
      expect(await findSweep(store, sweepId)).toMatchObject({ state: "stopped", counts: { waiting: 0, cancelled: 1 } });
    }));

  it.each(["pause", "resume", "stop", "stop-now"] as const)("refuses to %s one that has ended", (kind) =>
    withStore(async (store) => {
      const { sweepId, going } = await run(store, { maxEvals: 1 });
      await going.summary;
      const ordered = orderSweep(store, sweepId, { kind });
      await expect(ordered).rejects.toMatchObject({ code: "conflict", message: expect.not.stringContaining("-now") });
    }),
  );

  it.each([0, -1, 1.5, Number.NaN])("refuses to extend by %s", (count) =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec());
      const extended = orderSweep(store, sweepId, { kind: "extend", count });
      await expect(extended).rejects.toMatchObject({ code: "bad-argument" });
    }),
  );
});

describe("owning a sweep", () => {
  it("is for one process at a time", () =>
    withStore(async (store) => {
      const { sweepId, going } = await run(store, { command: shell("sleep 60") });
      await until(async () => (await findSweep(store, sweepId)).counts.running === 1);
      const second = runSweep(store, { sweepId }).summary;
      await expect(second).rejects.toMatchObject({
        code: "owned-elsewhere",
        message: expect.stringMatching(new RegExp(`process ${process.pid} .* since 20.*--takeover`)),
      });
      going.interrupt("now");
      await going.summary;
    }));

  it("goes to exactly one of many that ask at the same moment", () =>
    withStore(async (store) => {
      const { sweepId } = await createSweep(store, spec());
      const asked = Array.from({ length: 10 }, () =>
        acquire(store.database, sweepId, { takeover: false, clock: store.clock }),
      );
      const answers = await Promise.allSettled(asked);
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }));

  it("goes over to a taker, and the former owner lets go within a second", () =>
    withStore(async (store) => {
      const flag = join(store.home, "go");
      const command = shell(`test -e ${flag} || sleep 60; echo loss: 1`);
      const { sweepId, going } = await run(store, { command, maxEvals: 2 });
      const fenced = going.summary.then(
        () => "no error",
        (error: { code: string }) => error.code,
      );
      await until(async () => (await findSweep(store, sweepId)).counts.running === 1);
      await writeFile(flag, "");
      const taken = await runSweep(store, { sweepId, takeover: true }).summary;
      expect(taken).toMatchObject({ state: "finished", counts: { complete: 2 } });
      expect(await fenced).toBe("owned-elsewhere");
      expect((await listTrials(store, sweepId)).map(({ attempt }) => attempt)).toEqual([2, 1]);
    }));
});

describe("running a trial again by hand", () => {
  it("gives the exact words, the environment and the place", () =>
    withStore(async (store) => {
      const command = ["sh", "-c", "echo loss: {x}", "--", "{params}", "{params_file}"];
      const { sweepId, going } = await run(store, { command, maxEvals: 1, env: { DEPTH: "3" } });
      await going.summary;
      const [trial] = await listTrials(store, sweepId);
      const { words, env, cwd, params } = await rerunCommand(store, sweepId, 0);
      const x = trial?.params.x;
      expect(words.slice(0, 5)).toEqual(["sh", "-c", `echo loss: ${x}`, "--", `--x=${x}`]);
      expect(JSON.parse(await readFile(words[5] ?? "", "utf8"))).toEqual({ x });
      expect(env).toMatchObject({ DEPTH: "3", SWEEP_ID: sweepId, SWEEP_TRIAL_NUMBER: "0", SWEEP_PARAM_X: String(x) });
      expect(existsSync(env.SWEEP_OUTPUT_DIR ?? "")).toBe(true);
      expect([cwd, params]).toEqual([process.cwd(), { x }]);
      await expect(rerunCommand(store, sweepId, 7)).rejects.toMatchObject({ code: "not-found" });
    }));
});
