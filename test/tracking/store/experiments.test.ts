import { describe, expect, it } from "vitest";
import { ensureExperiment, findExperimentByName, getExperiment } from "../../../src/tracking/index.js";
import { newTrackingStore } from "../tracking-store.js";

const request = { artifactRoot: "/data/artifacts/", nowMs: 5000 };

describe("experiments", () => {
  it("begin with Default, id 0, which finds its place when the artifact root becomes known", async () => {
    const { kysely } = await newTrackingStore();
    expect(await getExperiment(kysely, "0")).toMatchObject({ name: "Default", lifecycleStage: "active" });
    await ensureExperiment(kysely, { name: "diabetes", ...request });
    expect(await ensureExperiment(kysely, { name: "Default", ...request, artifactRoot: "/elsewhere" })).toMatchObject({
      experimentId: "0",
      artifactLocation: "/data/artifacts/0",
    });
  });

  it("are made once per name", async () => {
    const { kysely } = await newTrackingStore();
    const made = await ensureExperiment(kysely, { name: "diabetes", ...request });
    expect(made).toEqual({
      experimentId: "1",
      name: "diabetes",
      artifactLocation: "/data/artifacts/1",
      lifecycleStage: "active",
      creationTimeMs: 5000,
      lastUpdateTimeMs: 5000,
      tags: {},
    });
    expect(await ensureExperiment(kysely, { name: "diabetes", ...request, nowMs: 9000 })).toEqual(made);
    expect(await getExperiment(kysely, "1")).toEqual(made);
    expect(await findExperimentByName(kysely, "diabetes")).toEqual(made);
  });

  it("are made once when many ask at once, also inside a caller's transaction", async () => {
    const { kysely } = await newTrackingStore();
    const made = await Promise.all([
      ...Array.from({ length: 8 }, () => ensureExperiment(kysely, { name: "same", ...request })),
      kysely.transaction().execute((transaction) => ensureExperiment(transaction, { name: "same", ...request })),
    ]);
    expect(new Set(made.map(({ experimentId }) => experimentId)).size).toBe(1);
  });

  it("that were deleted keep their name and say so", async () => {
    const { kysely } = await newTrackingStore();
    await ensureExperiment(kysely, { name: "old", ...request });
    await kysely.updateTable("experiments").set({ lifecycle_stage: "deleted" }).where("name", "=", "old").execute();
    await expect(ensureExperiment(kysely, { name: "old", ...request })).rejects.toMatchObject({
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
    const { kysely } = await newTrackingStore();
    await expect(ensureExperiment(kysely, { name, ...request })).rejects.toThrow(/1 to 500 characters/);
  });
});
