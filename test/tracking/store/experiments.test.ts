import { describe, expect, it } from "vitest";
import {
  type EnsureExperiment,
  ensureExperiment,
  findExperimentByName,
  getExperiment,
} from "../../../src/tracking/index.js";
import { newTrackingStore } from "../tracking-store.js";

const request = { artifactRoot: "/data/artifacts/", nowMs: 5000 };

async function newExperiments() {
  const database = await newTrackingStore();
  const ensure = (name: string, changes: Partial<EnsureExperiment> = {}) =>
    database.write((connection) => ensureExperiment(connection, { name, ...request, ...changes }));
  return { database, kysely: database.kysely, ensure };
}

describe("experiments", () => {
  it("begin with Default, id 0, which finds its place when the artifact root becomes known", async () => {
    const { kysely, ensure } = await newExperiments();
    expect(await getExperiment(kysely, "0")).toMatchObject({ name: "Default", lifecycleStage: "active" });
    await ensure("diabetes");
    expect(await ensure("Default", { artifactRoot: "/elsewhere" })).toBe("0");
    expect(await getExperiment(kysely, "0")).toMatchObject({ artifactLocation: "/data/artifacts/0" });
  });

  it("are made once per name", async () => {
    const { kysely, ensure } = await newExperiments();
    expect(await ensure("diabetes")).toBe("1");
    const made = await getExperiment(kysely, "1");
    expect(made).toEqual({
      experimentId: "1",
      name: "diabetes",
      artifactLocation: "/data/artifacts/1",
      lifecycleStage: "active",
      creationTimeMs: 5000,
      lastUpdateTimeMs: 5000,
      tags: {},
    });
    expect(await ensure("diabetes", { nowMs: 9000 })).toBe("1");
    expect(await getExperiment(kysely, "1")).toEqual(made);
    expect(await findExperimentByName(kysely, "diabetes")).toEqual(made);
  });

  it("are not made when the transaction they were made in fails", async () => {
    const { kysely, database } = await newExperiments();
    const failing = database.write((connection) => {
      ensureExperiment(connection, { name: "half", ...request });
      throw new Error("on the way");
    });
    await expect(failing).rejects.toThrow("on the way");
    expect(await findExperimentByName(kysely, "half")).toBeNull();
  });

  it("that were deleted keep their name and say so", async () => {
    const { kysely, ensure } = await newExperiments();
    await ensure("old");
    await kysely.updateTable("experiments").set({ lifecycle_stage: "deleted" }).where("name", "=", "old").execute();
    await expect(ensure("old")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("old"),
    });
  });

  it("that do not exist are null, whatever the id looks like", async () => {
    const { kysely } = await newTrackingStore();
    for (const id of ["77", "abc", "", "-1", "1e3", "9".repeat(40)]) expect(await getExperiment(kysely, id)).toBeNull();
    expect(await findExperimentByName(kysely, "nothing")).toBeNull();
  });

  it.each(["", "x".repeat(501)])("cannot be called that (%#)", async (name) => {
    const { ensure } = await newExperiments();
    await expect(ensure(name)).rejects.toThrow(/1 to 500 characters/);
  });
});
