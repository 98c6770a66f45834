import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FminOptions, fmin, hp, rand, Trials } from "../../../src/index.js";
import {
  listSweeps,
  listTrials,
  openStore,
  runSweep,
  type SweepStore,
  sweepSummary,
} from "../../../src/sweep/index.js";
import { getRun, listModelVersions, metricHistory, type TrackingSchema } from "../../../src/tracking/index.js";
import { exitOf, startChild } from "../../database/child.js";

const space = { x: hp.uniform("x", -5, 5), seed: 42 };

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "fmin-tracked-"));
  vi.stubEnv("SWEEP_HOME", home);
  vi.stubEnv("SWEEP_TRACKING_URI", "");
  vi.stubEnv("SWEEP_ARTIFACT_ROOT", "");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function search(options: Partial<FminOptions<typeof space>> = {}) {
  const defaults = { space, objective: ({ x }: { x: number }) => x ** 2, algo: rand(), maxEvals: 5, seed: 1 };
  return fmin({ ...defaults, ...options });
}

/** Looks into the store that a search has left. */
async function inStore<T>(look: (store: SweepStore) => Promise<T>): Promise<T> {
  const store = await openStore({ home });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

async function onlySweep(store: SweepStore) {
  const [sweep, ...others] = await listSweeps(store);
  expect(others).toEqual([]);
  if (sweep === undefined) throw new Error("there is no sweep");
  return { sweep, trials: await listTrials(store, sweep.sweepId) };
}

const runOf = (store: SweepStore, runId: string) => getRun(store.database.as<TrackingSchema>().kysely, runId);

describe("a tracked search", () => {
  it("is a sweep with a parent run, and each trial a run with params, metrics and tags", async () => {
    const best = await search({
      objective: ({ x }, trial) => {
        trial.report(100, 0);
        trial.logMetric("steps", 3, 1);
        trial.logParam("rows", 442);
        trial.setTag("team", "blue");
        return { loss: x ** 2, note: "n" };
      },
      name: "parabola",
    });
    await inStore(async (store) => {
      const { sweep, trials } = await onlySweep(store);
      expect(sweep).toMatchObject({ name: "parabola", state: "finished", owner: null, counts: { complete: 5 } });
      expect(sweep.best?.params).toEqual(best);
      const parent = await runOf(store, sweep.parentRunId);
      expect(parent).toMatchObject({ status: "FINISHED", tags: { "sweep.id": sweep.sweepId } });
      const [first] = trials;
      expect(first).toMatchObject({ number: 0, state: "complete", result: { note: "n" }, metrics: { steps: 3 } });
      const run = await runOf(store, first?.runId ?? "");
      expect(run).toMatchObject({
        status: "FINISHED",
        params: { seed: "42", rows: "442" },
        tags: { team: "blue", "mlflow.parentRunId": sweep.parentRunId },
      });
      const kysely = store.database.as<TrackingSchema>().kysely;
      const curve = await metricHistory(kysely, first?.runId ?? "", "loss");
      expect(curve.map(({ step, value }) => [step, value])).toEqual([
        [0, 100],
        [1, first?.loss],
      ]);
    });
  });

  it("gives the same points as one that leaves no trace", async () => {
    const [tracked, untracked] = [new Trials(), new Trials()];
    await search({ trials: tracked });
    await search({ trials: untracked, tracking: false });
    expect(tracked.toJSON()).toEqual(untracked.toJSON());
  });

  it("leaves nothing when tracking is off", async () => {
    await search({ tracking: false });
    expect(readdirSync(home)).toEqual([]);
  });

  it("goes on from trials of another search, numbering on", async () => {
    const trials = new Trials();
    await search({ trials, maxEvals: 3 });
    await search({ trials, maxEvals: 6, name: "second" });
    expect(trials.tids).toEqual([0, 1, 2, 3, 4, 5]);
    await inStore(async (store) => {
      const [second] = await listSweeps(store);
      const numbers = (await listTrials(store, second?.sweepId ?? "")).map(({ number }) => number);
      expect([second?.name, numbers]).toEqual(["second", [3, 4, 5]]);
    });
  });

  it("is kept where the option or the environment says", async () => {
    const file = join(home, "elsewhere", "runs.db");
    await search({ tracking: `sqlite:///${file}` });
    expect(existsSync(file)).toBe(true);
    vi.stubEnv("SWEEP_TRACKING_URI", `sqlite:///${join(home, "other.db")}`);
    await search();
    expect(existsSync(join(home, "other.db"))).toBe(true);
    expect(existsSync(join(home, "sweep.db"))).toBe(false);
    await expect(search({ tracking: "mysql://host/db" })).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("says on Ctrl-C where it stood and what is kept, and ends as ever", async () => {
    const child = startChild(new URL("interrupted.child.ts", import.meta.url), [], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, SWEEP_HOME: home },
    });
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += String(chunk);
      if (/[1-9]\d*\/100000 trials/.test(said)) child.kill("SIGINT");
    });
    expect(await exitOf(child)).toEqual({ code: null, signal: "SIGINT" });
    expect(said).toContain("best loss 2.5 (trial 0)");
    expect(said).toContain(`\nInterrupted: its trials are in ${home}\n`);
    await inStore(async (store) => expect((await onlySweep(store)).sweep.state).toBe("interrupted"));
  });

  it("cannot be resumed by a process that has no such function", async () => {
    await search({ objective: () => broken() }).catch(() => {});
    await inStore(async (store) => {
      const { sweep } = await onlySweep(store);
      const { summary } = runSweep(store, { sweepId: sweep.sweepId });
      await expect(summary).rejects.toMatchObject({ code: "conflict" });
    });
  });
});

function broken(): never {
  throw new RangeError("no such file");
}

describe("how trials end", () => {
  it("is recorded: a failure, and the search with it", async () => {
    const objective = ({ x }: { x: number }, { number }: { number: number }) => (number === 1 ? broken() : x);
    await expect(search({ objective })).rejects.toMatchObject({ code: "bad-objective" });
    await inStore(async (store) => {
      const { sweep, trials } = await onlySweep(store);
      expect(sweep).toMatchObject({ state: "failed", owner: null });
      expect(trials.map(({ state, reason }) => [state, reason])).toEqual([
        ["complete", null],
        ["failed", "no such file"],
      ]);
    });
  });

  it("is recorded: nothing stays due when a trial beside others fails", async () => {
    const objective = async ({ x }: { x: number }, { number }: { number: number }) => (number === 1 ? broken() : x);
    await expect(search({ objective, parallel: 3, maxEvals: 20 })).rejects.toMatchObject({ code: "bad-objective" });
    await inStore(async (store) => {
      const { sweep } = await onlySweep(store);
      expect(sweep.counts).toMatchObject({ failed: 1, waiting: 0, running: 0 });
    });
  });

  it("is recorded: cancelled at the timeout", async () => {
    const never = new Promise<number>(() => {});
    await search({ objective: ({ x }, { number }) => (number === 0 ? x : never), timeout: 200 });
    await inStore(async (store) => {
      const { sweep, trials } = await onlySweep(store);
      expect(sweep.state).toBe("finished");
      expect(trials.map(({ state, reason }) => [state, reason])).toEqual([
        ["complete", null],
        ["cancelled", "timeout"],
      ]);
      expect(await runOf(store, trials[1]?.runId ?? "")).toMatchObject({ status: "KILLED" });
    });
  });

  it("is recorded: cancelled by the caller", async () => {
    const stop = new AbortController();
    const objective = () => {
      queueMicrotask(() => stop.abort());
      return new Promise<number>(() => {});
    };
    await expect(search({ objective, signal: stop.signal })).rejects.toMatchObject({ code: "interrupted" });
    await inStore(async (store) => {
      const { sweep, trials } = await onlySweep(store);
      expect([sweep.state, sweep.owner]).toEqual(["stopped", null]);
      expect(trials.map(({ state }) => state)).toEqual(["cancelled"]);
    });
  });
});

describe("files of trials", () => {
  const withModel = (trial: { number: number; logModel(path: string): Promise<void> }) => {
    const file = join(home, `trees-${trial.number}.json`);
    writeFileSync(file, String(trial.number));
    return trial.logModel(file);
  };

  it("become artifacts of their runs, and the best model a registered version", async () => {
    const trials = new Trials();
    await search({
      objective: async ({ x }, trial) => {
        await withModel(trial);
        await trial.logArtifact(join(home, `trees-${trial.number}.json`), "plots");
        return x ** 2;
      },
      experiment: "parabola",
      trials,
    });
    await inStore(async (store) => {
      const { sweep } = await onlySweep(store);
      const best = trials.bestTrial.tid;
      const kysely = store.database.as<TrackingSchema>().kysely;
      const [version, ...others] = await listModelVersions(kysely, "parabola");
      expect(others).toEqual([]);
      expect(version).toMatchObject({ version: 1, runId: sweep.best?.runId });
      expect((await sweepSummary(store, sweep.sweepId)).model?.aliases.toSorted()).toEqual(["best", "champion"]);
      const artifacts = join(home, "artifacts", sweep.experimentId, sweep.best?.runId ?? "", "artifacts");
      for (const folder of ["model", "plots"]) {
        expect(readFileSync(join(artifacts, folder, `trees-${best}.json`), "utf8")).toBe(String(best));
      }
      expect(existsSync(join(home, "trials", sweep.sweepId))).toBe(false);
    });
  });

  it("are registered under the name given, or not at all", async () => {
    const objective = async ({ x }: { x: number }, trial: Parameters<typeof withModel>[0]) => {
      await withModel(trial);
      return x ** 2;
    };
    await search({ objective, register: "regressor" });
    await search({ objective, register: false, experiment: "unregistered" });
    await inStore(async (store) => {
      const kysely = store.database.as<TrackingSchema>().kysely;
      expect(await listModelVersions(kysely, "regressor")).toHaveLength(1);
      expect(await listModelVersions(kysely, "unregistered")).toEqual([]);
    });
  });

  it("that were promised by `register` and are missing are warned of", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await search({ register: "regressor" });
    await search();
    expect(warned.mock.calls.map(([message]) => message)).toEqual([
      expect.stringMatching(/^No model was registered as "regressor": the best trial, \d, logged none/),
    ]);
    warned.mockRestore();
  });
});
