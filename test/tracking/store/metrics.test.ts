import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/index.js";
import {
  clearMetrics,
  type LatestMetric,
  latestMetrics,
  logMetrics,
  type MetricPoint,
  metricHistory,
  type TrackingSchema,
} from "../../../src/tracking/index.js";
import { addRun, newTrackingStore } from "../tracking-store.js";

type Store = Database<TrackingSchema>;

const point = (value: number, step: number, timestampMs = 1000, key = "loss"): MetricPoint => ({
  key,
  value,
  step,
  timestampMs,
});

async function log(database: Store, runId: string, points: readonly MetricPoint[]): Promise<void> {
  await database.write((connection) => logMetrics(connection, runId, points));
}

async function latestOf(database: Store, runId: string): Promise<Readonly<Record<string, LatestMetric>>> {
  return (await latestMetrics(database.kysely, [runId])).get(runId) ?? {};
}

describe("metrics of a run", () => {
  it("keep every point, and the newest, least and greatest value", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database);
    await log(database, runId, [point(0.9, 0), point(0.2, 1), point(0.5, 2), point(7, 0, 1000, "val/rmse")]);
    expect(await latestOf(database, runId)).toEqual({
      loss: { value: 0.5, step: 2, timestampMs: 1000, min: 0.2, max: 0.9, count: 3 },
      "val/rmse": { value: 7, step: 0, timestampMs: 1000, min: 7, max: 7, count: 1 },
    });
    expect(await metricHistory(database.kysely, runId, "loss")).toEqual([point(0.9, 0), point(0.2, 1), point(0.5, 2)]);
    expect(await metricHistory(database.kysely, runId, "unknown")).toEqual([]);
    expect(await metricHistory(database.kysely, "unknown", "loss")).toEqual([]);
  });

  it("count a repeated point once, in one batch and over batches", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database);
    const batch = [point(1, 0), point(Number.NaN, 1), point(1, 0), point(Number.NaN, 1)];
    await log(database, runId, batch);
    await log(database, runId, batch);
    expect((await latestOf(database, runId)).loss?.count).toBe(2);
  });

  it("keep several points of one step", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database);
    await log(database, runId, [point(3, 5, 10), point(1, 5, 30), point(2, 5, 20), point(9, 5, 30)]);
    const history = await metricHistory(database.kysely, runId, "loss");
    expect(history.map(({ value }) => value)).toEqual([3, 2, 1, 9]);
    expect((await latestOf(database, runId)).loss).toEqual({
      value: 9,
      step: 5,
      timestampMs: 30,
      min: 1,
      max: 9,
      count: 4,
    });
  });

  it("take NaN and infinities as values; NaN has no place in min and max", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database);
    await log(database, runId, [point(Number.NaN, 0)]);
    expect((await latestOf(database, runId)).loss).toEqual({
      value: Number.NaN,
      step: 0,
      timestampMs: 1000,
      min: null,
      max: null,
      count: 1,
    });
    await log(database, runId, [
      point(Number.POSITIVE_INFINITY, 1),
      point(1e308, 2),
      point(Number.NEGATIVE_INFINITY, 3),
    ]);
    expect((await latestOf(database, runId)).loss).toMatchObject({
      value: Number.NEGATIVE_INFINITY,
      min: Number.NEGATIVE_INFINITY,
      max: Number.POSITIVE_INFINITY,
      count: 4,
    });
    const history = await metricHistory(database.kysely, runId, "loss");
    expect(history.map(({ value }) => value)).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1e308,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it("refuse a step or time that is no integer, and then store nothing of the batch", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database);
    for (const bad of [point(1, 0.5), point(1, Number.NaN), point(1, 0, Number.POSITIVE_INFINITY), point(1, 2 ** 53)]) {
      await expect(log(database, runId, [point(1, 0), bad])).rejects.toMatchObject({ code: "bad-argument" });
    }
    expect(await latestOf(database, runId)).toEqual({});
  });

  it("are cleared by name or all at once, and can then be logged anew", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database);
    const other = await addRun(database);
    const points = [point(1, 0), point(2, 1), point(3, 0, 1000, "mae")];
    for (const id of [runId, other]) await log(database, id, points);
    await database.write((connection) => clearMetrics(connection, runId, ["loss", "unknown"]));
    expect(Object.keys(await latestOf(database, runId))).toEqual(["mae"]);
    await log(database, runId, [point(5, 0)]);
    expect((await latestOf(database, runId)).loss).toMatchObject({ value: 5, min: 5, max: 5, count: 1 });
    await database.write((connection) => clearMetrics(connection, runId, "all"));
    expect(await latestOf(database, runId)).toEqual({});
    expect(await metricHistory(database.kysely, runId, "mae")).toEqual([]);
    expect((await latestOf(database, other)).loss?.count).toBe(2);
  });

  it("come for thousands of runs at once", async () => {
    const database = await newTrackingStore();
    const runIds: string[] = [];
    for (let number = 0; number < 2100; number++) {
      const runId = await addRun(database);
      runIds.push(runId);
      await log(database, runId, [point(number, 0)]);
    }
    const metrics = await latestMetrics(database.kysely, runIds);
    expect(runIds.map((runId) => metrics.get(runId)?.loss?.value)).toEqual(runIds.map((_, number) => number));
    expect((await latestMetrics(database.kysely, [])).size).toBe(0);
  });
});

/** What the store should hold, computed without cleverness. */
class MetricModel {
  readonly #points = new Map<string, MetricPoint>();

  add(points: readonly MetricPoint[]): void {
    for (const { key, value, step, timestampMs } of points) {
      // SQLite has no -0.
      this.#points.set(`${key} ${step} ${timestampMs} ${value + 0}`, { key, value: value + 0, step, timestampMs });
    }
  }

  history(key: string): MetricPoint[] {
    const rank = (value: number) => (Number.isNaN(value) ? 0 : value);
    return [...this.#points.values()]
      .filter((candidate) => candidate.key === key)
      .sort((a, b) => a.step - b.step || a.timestampMs - b.timestampMs || (rank(a.value) < rank(b.value) ? -1 : 1));
  }

  latest(key: string): LatestMetric | undefined {
    const points = this.history(key);
    const last = points.at(-1);
    if (last === undefined) return undefined;
    const rivals = points.filter(({ step, timestampMs }) => step === last.step && timestampMs === last.timestampMs);
    const numbers = rivals.map(({ value }) => value).filter((value) => !Number.isNaN(value));
    const all = points.map(({ value }) => value).filter((value) => !Number.isNaN(value));
    return {
      ...{ step: last.step, timestampMs: last.timestampMs, count: points.length },
      value: numbers.length === 0 ? Number.NaN : Math.max(...numbers),
      min: all.length === 0 ? null : Math.min(...all),
      max: all.length === 0 ? null : Math.max(...all),
    };
  }
}

const anyPoint: fc.Arbitrary<MetricPoint> = fc.record({
  key: fc.constantFrom("loss", "acc"),
  value: fc.oneof(
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1, 1e308, -1e308, 5e-324),
    fc.double(),
  ),
  step: fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(2 ** 53 - 1, -(2 ** 53 - 1))),
  timestampMs: fc.integer({ min: 0, max: 2 }),
});

describe("any sequence of batches", () => {
  it("leaves the points, newest, min, max and count that a naive model has", { timeout: 60_000 }, async () => {
    const database = await newTrackingStore();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyPoint, { maxLength: 80 }), { maxLength: 6 }), async (batches) => {
        const runId = await addRun(database);
        const model = new MetricModel();
        for (const batch of batches) {
          await log(database, runId, batch);
          model.add(batch);
        }
        const latest = await latestOf(database, runId);
        for (const key of ["loss", "acc"]) {
          expect(latest[key]).toEqual(model.latest(key));
          const history = await metricHistory(database.kysely, runId, key);
          const sorted = (points: readonly MetricPoint[]) => points.map((each) => JSON.stringify(each)).sort();
          expect(sorted(history)).toEqual(sorted(model.history(key)));
        }
      }),
      { numRuns: 150 },
    );
  });
});
