import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { createSweep, findSweep, openStore } from "../../src/sweep/index.js";
import { spec } from "./temporary-store.js";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sweep-test-"));
  await work(folder).finally(() => rm(folder, { recursive: true }));
}

describe("a store", () => {
  it("lies in its home folder unless told otherwise, and keeps what was put in", () =>
    inFolder(async (folder) => {
      const home = join(folder, "new", "home");
      const store = await openStore({ home });
      expect(store).toMatchObject({
        home,
        trackingUri: `sqlite:///${home}/sweep.db`,
        artifactRoot: `${home}/artifacts`,
      });
      const { sweepId } = await createSweep(store, spec({ name: "kept" }));
      await store.close();
      const again = await openStore({ home });
      expect(await findSweep(again, "kept")).toMatchObject({ sweepId, state: "paused", spec: spec({ name: "kept" }) });
      await again.close();
    }));

  it("takes a SQLite address, absolute or relative to the working directory", () =>
    inFolder(async (folder) => {
      const path = join(folder, "other.db");
      for (const trackingUri of [`sqlite:///${path}`, `sqlite:///${relative(process.cwd(), path)}`]) {
        const store = await openStore({ home: folder, trackingUri });
        expect(store.trackingUri).toBe(`sqlite:///${path}`);
        await store.close();
      }
    }));

  it.each(["postgresql://ada:secret@host/db", "http://host", "sqlite://", "mysql://x"])(
    "refuses %s, without repeating a password",
    async (trackingUri) => {
      const opened = openStore({ home: tmpdir(), trackingUri });
      await expect(opened).rejects.toMatchObject({ code: "bad-argument" });
      await expect(opened).rejects.toThrow("not supported by this version");
      await expect(opened).rejects.not.toThrow("secret");
    },
  );

  it("refuses artifacts anywhere but in a folder", async () => {
    const opened = openStore({ home: tmpdir(), artifactRoot: "s3://bucket/prefix" });
    await expect(opened).rejects.toMatchObject({ code: "bad-argument" });
  });
});
