import { describe, expect, it } from "vitest";
import { getRun, insertParams, listRuns, setTags, updateRun } from "../../../src/tracking/index.js";
import { addRun, newTrackingStore } from "../tracking-store.js";

const RUN_ID = "0123456789abcdef0123456789abcdef";

describe("a run", () => {
  it("comes back as it was inserted, its name as a tag too", async () => {
    const database = await newTrackingStore();
    const params = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`p${index}`, `${index / 7}`]));
    const tags = {
      "sweep.id": "b2c3",
      "mlflow.note.content": "two\nlines",
      __proto__key: "x",
      "mlflow.parentRunId": "p",
    };
    await addRun(database, { runId: RUN_ID, params, tags, status: "SCHEDULED", startTimeMs: null });
    expect(await getRun(database.kysely, RUN_ID)).toEqual({
      runId: RUN_ID,
      experimentId: "0",
      name: "calm-hill-7",
      user: "ada",
      status: "SCHEDULED",
      startTimeMs: null,
      endTimeMs: null,
      lifecycleStage: "active",
      artifactUri: `/artifacts/0/${RUN_ID}/artifacts`,
      parentRunId: "p",
      params,
      tags: { ...tags, "mlflow.runName": "calm-hill-7" },
      metrics: {},
    });
  });

  it("is not found under another id, or in an experiment that does not exist", async () => {
    const database = await newTrackingStore();
    expect(await getRun(database.kysely, RUN_ID)).toBeNull();
    await expect(addRun(database, { experimentId: "one" })).rejects.toMatchObject({ code: "not-found" });
    await expect(addRun(database, { experimentId: "99" })).rejects.toMatchObject({ code: "not-found" });
    await expect(database.write((connection) => setTags(connection, RUN_ID, { a: "b" }))).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining(RUN_ID),
    });
  });

  it("changes only what it is told to, and an end can be taken back", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database, { status: "SCHEDULED", startTimeMs: null });
    const update = (changes: Parameters<typeof updateRun>[2]) =>
      database.write((connection) => updateRun(connection, runId, changes));
    await update({ status: "RUNNING", startTimeMs: 100 });
    await update({ status: "FAILED", endTimeMs: 200 });
    await update({});
    expect(await getRun(database.kysely, runId)).toMatchObject({ status: "FAILED", startTimeMs: 100, endTimeMs: 200 });
    await update({ status: "SCHEDULED", startTimeMs: null, endTimeMs: null });
    expect(await getRun(database.kysely, runId)).toMatchObject({
      status: "SCHEDULED",
      startTimeMs: null,
      endTimeMs: null,
    });
  });

  it("keeps the first value of a param and reports a different one", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database, { params: { depth: "6", rate: "0.1" } });
    const conflicts = await database.write((connection) =>
      insertParams(connection, runId, { depth: "6", rate: "0.2", seed: "42" }),
    );
    expect(conflicts).toEqual([{ key: "rate", stored: "0.1", given: "0.2" }]);
    expect((await getRun(database.kysely, runId))?.params).toEqual({ depth: "6", rate: "0.1", seed: "42" });
  });

  it("cuts params at 6000 and tags at 8000 characters, and knows a long param again", async () => {
    const database = await newTrackingStore();
    const long = "x".repeat(10_000);
    const runId = await addRun(database, { params: { long }, tags: { long } });
    expect(await database.write((connection) => insertParams(connection, runId, { long }))).toEqual([]);
    const run = await getRun(database.kysely, runId);
    expect([run?.params.long?.length, run?.tags.long?.length]).toEqual([6000, 8000]);
  });

  it("takes name and parent from their tags", async () => {
    const database = await newTrackingStore();
    const runId = await addRun(database, { tags: { kind: "trial" } });
    await database.write((connection) =>
      setTags(connection, runId, { kind: "best", "mlflow.runName": "renamed", "mlflow.parentRunId": RUN_ID }),
    );
    expect(await getRun(database.kysely, runId)).toMatchObject({
      name: "renamed",
      parentRunId: RUN_ID,
      tags: { kind: "best", "mlflow.runName": "renamed", "mlflow.parentRunId": RUN_ID },
    });
  });

  it("survives hostile names", async () => {
    const database = await newTrackingStore();
    const hostile = { __proto__: null, constructor: "1", "'; DROP TABLE runs; --": '"', "名前 😀": "" };
    const params = Object.fromEntries([...Object.entries(hostile), ["__proto__", "2"]]) as Record<string, string>;
    const runId = await addRun(database, { params });
    expect(Object.entries((await getRun(database.kysely, runId))?.params ?? {}).sort()).toEqual(
      Object.entries(params).sort(),
    );
  });
});

describe("a list of runs", () => {
  it("has the last started first, waiting ones at the end, deleted ones not at all", async () => {
    const database = await newTrackingStore();
    const add = (name: string, startTimeMs: number | null) => addRun(database, { name, startTimeMs });
    await add("second", 200);
    await add("waiting", null);
    await add("third", 300);
    const deleted = await add("deleted", 250);
    await add("first", 100);
    await database.kysely
      .updateTable("runs")
      .set({ lifecycle_stage: "deleted" })
      .where("run_id", "=", deleted)
      .execute();
    const runs = await listRuns(database.kysely, { experimentId: "0", limit: 10 });
    expect(runs.map(({ name }) => name)).toEqual(["third", "second", "first", "waiting"]);
    expect(await listRuns(database.kysely, { experimentId: "0", limit: 2 })).toEqual(runs.slice(0, 2));
    expect(await listRuns(database.kysely, { experimentId: "nonsense", limit: 10 })).toEqual([]);
  });

  it("has the children of one parent", async () => {
    const database = await newTrackingStore();
    const parentRunId = await addRun(database, { name: "sweep" });
    await addRun(database, { name: "other" });
    for (const name of ["a", "b"]) await addRun(database, { name, tags: { "mlflow.parentRunId": parentRunId } });
    const children = await listRuns(database.kysely, { parentRunId, limit: 10 });
    expect(children.map(({ name }) => name)).toEqual(["b", "a"]);
  });
});
