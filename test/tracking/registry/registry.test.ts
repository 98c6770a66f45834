import type { Kysely } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import {
  createModelVersion,
  createRegisteredModel,
  describeModelVersion,
  getModelVersion,
  getModelVersionByAlias,
  getRegisteredModel,
  listModelVersions,
  listRegisteredModels,
  setModelAlias,
  setModelVersionTags,
  type TrackingSchema,
} from "../../../src/tracking/index.js";
import { newTrackingStore } from "../tracking-store.js";

const NAME = "diabetes-regressor";

describe("the model registry", () => {
  let kysely: Kysely<TrackingSchema>;
  const addVersion = (runId: string | null = null, tags: Record<string, string> = {}) =>
    createModelVersion(kysely, { name: NAME, source: `/models/${runId}`, runId, tags, nowMs: 2000 });

  beforeEach(async () => {
    ({ kysely } = await newTrackingStore());
    await createRegisteredModel(kysely, { name: NAME, description: "rmse", tags: { team: "a" }, nowMs: 1000 });
  });

  it("numbers versions from 1 and gives back what was registered", async () => {
    const first = await addVersion("r1", { loss: "55.2" });
    expect(first).toEqual({
      name: NAME,
      version: 1,
      source: "/models/r1",
      runId: "r1",
      status: "READY",
      stage: "None",
      description: "",
      creationTimeMs: 2000,
      lastUpdatedTimeMs: 2000,
      tags: { loss: "55.2" },
      aliases: [],
    });
    expect((await addVersion()).version).toBe(2);
    expect((await listModelVersions(kysely, NAME)).map(({ version }) => version)).toEqual([2, 1]);
    expect(await getModelVersion(kysely, NAME, 1)).toEqual(first);
    expect(await getModelVersion(kysely, NAME, 9)).toBeNull();
    expect(await listModelVersions(kysely, "unknown")).toEqual([]);
  });

  it("gives every one of many simultaneous registrations its own number", async () => {
    const versions = await Promise.all([
      ...Array.from({ length: 20 }, () => addVersion()),
      ...Array.from({ length: 20 }, (_, index) =>
        kysely.transaction().execute(async (transaction) => {
          const request = { name: NAME, source: "/x", runId: null, nowMs: 3000 };
          const version = await createModelVersion(transaction, request);
          await setModelAlias(transaction, { name: NAME, alias: `writer-${index}`, version: version.version });
          return version;
        }),
      ),
    ]);
    expect(versions.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it("never gives a deleted version's number again", async () => {
    await addVersion();
    await addVersion();
    await kysely.deleteFrom("model_versions").where("version", "=", 2).execute();
    expect((await addVersion()).version).toBe(3);
  });

  it("undoes a registration whose transaction fails, number included", async () => {
    const failing = kysely.transaction().execute(async (transaction) => {
      await createModelVersion(transaction, { name: NAME, source: "/x", runId: null, nowMs: 3000 });
      throw new Error("half way");
    });
    await expect(failing).rejects.toThrow("half way");
    expect((await addVersion()).version).toBe(1);
  });

  it("moves an alias from one version to another", async () => {
    await addVersion("r1");
    await addVersion("r2");
    await setModelAlias(kysely, { name: NAME, alias: "best", version: 1 });
    await setModelAlias(kysely, { name: NAME, alias: "champion", version: 1 });
    await setModelAlias(kysely, { name: NAME, alias: "best", version: 2 });
    expect((await getModelVersionByAlias(kysely, NAME, "best"))?.runId).toBe("r2");
    expect((await getModelVersion(kysely, NAME, 1))?.aliases).toEqual(["champion"]);
    expect(await getModelVersionByAlias(kysely, NAME, "unknown")).toBeNull();
    expect(await getModelVersionByAlias(kysely, "unknown", "best")).toBeNull();
  });

  it("refuses aliases that mean something else or go nowhere", async () => {
    await addVersion();
    for (const alias of ["", "latest", "Latest", "v7", "V12", "a b", "a/b", "x".repeat(256)]) {
      await expect(setModelAlias(kysely, { name: NAME, alias, version: 1 })).rejects.toThrow(/cannot be an alias/);
    }
    for (const alias of ["v7a", "latest_2", "größte", "a-b"])
      await setModelAlias(kysely, { name: NAME, alias, version: 1 });
    await expect(setModelAlias(kysely, { name: NAME, alias: "best", version: 5 })).rejects.toMatchObject({
      code: "not-found",
      message: `Model Version (name=${NAME}, version=5) not found`,
    });
  });

  it("describes and tags versions that exist", async () => {
    await addVersion("r1", { a: "1", b: "2" });
    await describeModelVersion(kysely, { name: NAME, version: 1, description: "best of 40", nowMs: 7000 });
    await setModelVersionTags(kysely, { name: NAME, version: 1, tags: { b: "3", c: "4" } });
    expect(await getModelVersion(kysely, NAME, 1)).toMatchObject({
      description: "best of 40",
      lastUpdatedTimeMs: 7000,
      tags: { a: "1", b: "3", c: "4" },
    });
    const missing = { name: NAME, version: 2 };
    await expect(setModelVersionTags(kysely, { ...missing, tags: {} })).rejects.toMatchObject({ code: "not-found" });
    await expect(describeModelVersion(kysely, { ...missing, description: "", nowMs: 0 })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("lists models with their latest version and aliases", async () => {
    await createRegisteredModel(kysely, { name: "a-model", nowMs: 1000 });
    await addVersion("r1");
    await addVersion("r2", { t: "1" });
    await setModelAlias(kysely, { name: NAME, alias: "best", version: 1 });
    const models = await listRegisteredModels(kysely);
    expect(models).toMatchObject([
      { name: "a-model", description: "", latestVersion: null, aliases: {}, tags: {} },
      {
        name: NAME,
        description: "rmse",
        tags: { team: "a" },
        aliases: { best: 1 },
        lastUpdatedTimeMs: 2000,
        latestVersion: { version: 2, runId: "r2", tags: { t: "1" } },
      },
    ]);
    expect(await getRegisteredModel(kysely, NAME)).toEqual(models[1]);
    expect(await getRegisteredModel(kysely, "unknown")).toBeNull();
  });

  it("refuses a second model of the same name, an empty name, and versions of no model", async () => {
    await expect(createRegisteredModel(kysely, { name: NAME, nowMs: 1 })).rejects.toMatchObject({ code: "conflict" });
    await expect(createRegisteredModel(kysely, { name: "", nowMs: 1 })).rejects.toThrow(/must not be empty/);
    await expect(
      createModelVersion(kysely, { name: "unknown", source: "/x", runId: null, nowMs: 1 }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});
