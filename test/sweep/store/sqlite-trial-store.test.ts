import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSweep, listTrials, openStore, type SweepStore } from "../../../src/sweep/index.js";
import { acquire } from "../../../src/sweep/ownership.js";
import { openTrialStore } from "../../../src/sweep/store/open-trial-store.js";
import { getRun, metricHistory, type TrackingSchema } from "../../../src/tracking/index.js";
import type { Report } from "../../../src/workers/index.js";
import { cancelled, complete, describeTrialStore, failed, proposed } from "../../contracts/trial-store.js";
import { spec, withStore } from "../temporary-store.js";

const WORKER = { id: "w", host: "h", pid: 1 };

describeTrialStore("SqliteTrialStore", async ({ retries, goal, clock }) => {
  const folder = await mkdtemp(join(tmpdir(), "sweep-test-"));
  const store = await openStore({ home: folder, clock });
  const metric = { name: "loss", goal, take: "last" } as const;
  const { sweepId, trials } = await opened(store, { retries, metric });
  const close = async () => {
    await store.close();
    await rm(folder, { recursive: true });
  };
  return { store: trials, sweepId, close };
});

async function opened(store: SweepStore, changes: Parameters<typeof spec>[0] = {}) {
  const created = await createSweep(store, spec(changes));
  const row = await acquire(store.database, created.sweepId, { takeover: false, clock: store.clock });
  const tags = { "mlflow.user": "ada", "sweep.git.dirty": "false" };
  const provenance = { user: "ada", tags, notices: [] };
  const trials = await openTrialStore(store, row, provenance);
  const { sweepId } = created;
  const ref = (trialNumber: number, attempt = 1) => ({ sweepId, trialNumber, attempt });
  return { ...created, row, trials, ref };
}

function report(batch: number, changes: Partial<Report> = {}): Report {
  return { batch, metrics: [], retracted: [], params: {}, tags: {}, ...changes };
}

function point(key: string, value: number, step = 0) {
  return { key, value, step, timestampMs: 1_000 + step };
}

async function runOf(store: SweepStore, runId: string) {
  const run = await getRun(store.database.as<TrackingSchema>().kysely, runId);
  if (run === null) throw new Error(`no run ${runId}`);
  return run;
}

describe("a trial's tracking run", () => {
  it("follows the trial from its reservation to its end", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId, parentRunId } = await opened(store, { tags: { team: "blue" } });
      await trials.reserve([{ ...proposed(0), params: { rate: 0.5, tree: { depth: 3 }, kind: "a" } }]);
      const runId = (await listTrials(store, sweepId))[0]?.runId ?? "";
      expect(await runOf(store, runId)).toMatchObject({
        name: "square-0",
        status: "SCHEDULED",
        parentRunId,
        startTimeMs: null,
        params: { rate: "0.5", "tree.depth": "3", kind: "a" },
        tags: { "sweep.id": sweepId, "sweep.trial": "0", "sweep.state": "waiting", "mlflow.user": "ada", team: "blue" },
      });
      await trials.claim(ref(0), WORKER);
      expect(await runOf(store, runId)).toMatchObject({ status: "RUNNING", tags: { "sweep.state": "running" } });
      await trials.report(ref(0), report(1, { metrics: [point("loss", 3, 0), point("loss", 2, 1)], tags: { a: "b" } }));
      await trials.finish(ref(0), complete(2));
      const ended = await runOf(store, runId);
      expect(ended).toMatchObject({ status: "FINISHED", endTimeMs: 2_500, tags: { a: "b" } });
      expect(ended.metrics.loss).toMatchObject({ value: 2, count: 2 });
    }));

  it("shows failed and cancelled trials as MLflow names them", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId } = await opened(store);
      await trials.reserve([proposed(0), proposed(1)]);
      await trials.claim(ref(0), WORKER);
      await trials.finish(ref(0), failed());
      await trials.finish(ref(1), cancelled());
      const runs = await Promise.all((await listTrials(store, sweepId)).map(({ runId }) => runOf(store, runId)));
      expect(runs.map(({ status }) => status)).toEqual(["FAILED", "KILLED"]);
      expect(runs[0]?.tags["sweep.reason"]).toBe("exit code 3");
    }));

  it("gets the last batch with the attempt's end, if that end counts", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId } = await opened(store, { retries: 1 });
      await trials.reserve([proposed(0)]);
      const runId = (await listTrials(store, sweepId))[0]?.runId ?? "";
      const news = report(1, { metrics: [point("loss", 2)], params: { rows: 442 }, tags: { a: "b" } });
      await trials.claim(ref(0), WORKER);
      await trials.finish(ref(0), { ...failed(), news });
      expect((await runOf(store, runId)).metrics).toEqual({});
      await trials.claim(ref(0, 2), WORKER);
      await trials.finish(ref(0), { ...complete(9), news: report(2, { metrics: [point("late", 9)] }) });
      await trials.finish(ref(0, 2), { ...complete(2), news });
      const ended = await runOf(store, runId);
      expect(ended).toMatchObject({ status: "FINISHED", params: { rows: "442" }, tags: { a: "b" } });
      expect(Object.keys(ended.metrics)).toEqual(["loss"]);
    }));

  it("forgets the metrics of attempts that did not count", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId } = await opened(store, { retries: 1 });
      await trials.reserve([proposed(0)]);
      await trials.claim(ref(0), WORKER);
      await trials.report(ref(0), report(1, { metrics: [point("loss", 9, 5), point("mae", 1)] }));
      await trials.finish(ref(0), failed());
      const runId = (await listTrials(store, sweepId))[0]?.runId ?? "";
      expect(await runOf(store, runId)).toMatchObject({ status: "SCHEDULED", metrics: {} });
      await trials.claim(ref(0, 2), WORKER);
      await trials.report(ref(0, 2), report(1, { metrics: [point("loss", 4)] }));
      await trials.report(ref(0), report(2, { metrics: [point("loss", 1, 9)] }));
      expect((await runOf(store, runId)).metrics.loss).toMatchObject({ value: 4, count: 1 });
    }));

  it("counts a repeated batch once, and voids what was retracted", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId } = await opened(store);
      await trials.reserve([proposed(0)]);
      await trials.claim(ref(0), WORKER);
      const first = report(1, { metrics: [point("loss", 9), point("mae", 1)] });
      await trials.report(ref(0), first);
      await trials.report(ref(0), report(2, { retracted: ["loss"], metrics: [point("loss", 2, 3)] }));
      await trials.report(ref(0), first);
      const runId = (await listTrials(store, sweepId))[0]?.runId ?? "";
      const history = await metricHistory(store.database.as<TrackingSchema>().kysely, runId, "loss");
      expect(history.map(({ value }) => value)).toEqual([2]);
    }));

  it("accepts a param that means the same and tags one that differs", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId } = await opened(store);
      await trials.reserve([{ ...proposed(0), params: { rate: 1, deep: true, layers: [1, 2], kind: "a" } }]);
      await trials.claim(ref(0), WORKER);
      const params = { rate: "1.0", deep: "True", layers: "[1, 2]", kind: "b", extra: 7 };
      await trials.report(ref(0), report(1, { params }));
      const { params: kept, tags } = await runOf(store, (await listTrials(store, sweepId))[0]?.runId ?? "");
      expect(kept).toEqual({ rate: "1", deep: "true", layers: "[1,2]", kind: "a", extra: "7" });
      const conflicts = Object.entries(tags).filter(([key]) => key.startsWith("sweep.param_conflict."));
      expect(conflicts).toEqual([["sweep.param_conflict.kind", "b"]]);
    }));

  it("leaves the best so far with the parent run, under a name of its own", () =>
    withStore(async (store) => {
      const { trials, ref, parentRunId } = await opened(store);
      const values = [5, 7, 3, Number.NaN];
      await trials.reserve(values.map((_, number) => proposed(number)));
      for (const [number, value] of values.entries()) {
        await trials.claim(ref(number), WORKER);
        await trials.finish(ref(number), complete(value));
      }
      const history = await metricHistory(store.database.as<TrackingSchema>().kysely, parentRunId, "best_loss");
      expect(history.map(({ value, step }) => [step, value])).toEqual([
        [0, 5],
        [2, 3],
      ]);
      expect(Object.keys((await runOf(store, parentRunId)).metrics)).toEqual(["best_loss"]);
    }));
});

describe("a trial store that is opened again", () => {
  it("knows every trial as it was stored, NaN and infinities included", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId, row } = await opened(store);
      const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1];
      await trials.reserve(values.map((_, number) => proposed(number)));
      for (const [number, value] of values.entries()) {
        await trials.claim(ref(number), WORKER);
        await trials.finish(ref(number), complete(value));
      }
      const stored = await listTrials(store, sweepId);
      expect(stored.map(({ value, loss }) => [value, loss])).toEqual(values.map((value) => [value, value]));
      const reopened = await openTrialStore(store, row, null);
      await reopened.reserve([proposed(4, 4)]);
      await reopened.claim(ref(4), WORKER);
      expect(await reopened.finish(ref(4), complete(1))).toMatchObject({ trial: { told: 5 } });
    }));

  it("runs lost attempts again three times, and then gives the trial up", () =>
    withStore(async (store) => {
      const { trials, ref, row } = await opened(store);
      await trials.reserve([proposed(0), proposed(1)]);
      for (const attempt of [1, 2, 3]) {
        const owner = await openTrialStore(store, row, null);
        await owner.claim(ref(0, attempt), WORKER);
        const successor = await openTrialStore(store, row, null);
        expect(await successor.endLost()).toMatchObject([{ kind: "requeued", ref: ref(0, attempt + 1) }]);
      }
      const last = await openTrialStore(store, row, null);
      await last.claim(ref(0, 4), WORKER);
      expect(await last.endLost()).toMatchObject([
        { kind: "settled", trial: { state: "failed", reason: "lost with its worker 4 times", attempt: 4 } },
      ]);
    }));

  it("keeps the late result of a lost attempt beside it and changes nothing else", () =>
    withStore(async (store) => {
      const { trials, ref, row, sweepId } = await opened(store);
      await trials.reserve([proposed(0)]);
      await trials.claim(ref(0), WORKER);
      const successor = await openTrialStore(store, row, null);
      await successor.endLost();
      const before = await listTrials(store, sweepId);
      expect(await trials.finish(ref(0), failed())).toEqual({ kind: "superseded" });
      expect(await listTrials(store, sweepId)).toEqual(before);
      const attempts = await store.database.read((connection) =>
        connection.prepare("SELECT number, state, exit_code FROM attempt ORDER BY number").all(),
      );
      expect(attempts).toEqual([{ number: 1, state: "superseded", exit_code: 3 }]);
    }));

  it("refuses every step of an owner that was replaced", () =>
    withStore(async (store) => {
      const { trials, ref, sweepId } = await opened(store);
      await trials.reserve([proposed(0), proposed(1)]);
      await trials.claim(ref(0), WORKER);
      await acquire(store.database, sweepId, { takeover: true, clock: store.clock });
      const before = await listTrials(store, sweepId);
      const steps = [
        () => trials.reserve([proposed(2)]),
        () => trials.claim(ref(1), WORKER),
        () => trials.renew([ref(0)], 1_000),
        () => trials.report(ref(0), report(1, { metrics: [point("loss", 1)] })),
        () => trials.finish(ref(0), complete(1)),
      ];
      for (const step of steps) await expect(step()).rejects.toMatchObject({ code: "owned-elsewhere" });
      expect(await listTrials(store, sweepId)).toEqual(before);
    }));
});
