import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSweep, listTrials, runSweep, type SweepStore } from "../../src/sweep/index.js";
import { FileKeeper } from "../../src/sweep/keep-files.js";
import { scratchFolders } from "../../src/sweep/scratch-folders.js";
import { type ArtifactRepository, getRun, type TrackingSchema } from "../../src/tracking/index.js";
import { spec, withStore } from "./temporary-store.js";

const WRITING = ["sh", "-c", "echo loss: {x}; echo kept > $SWEEP_OUTPUT_DIR/file"];

async function run(store: SweepStore, command: readonly string[] = WRITING) {
  const { sweepId, experimentId } = await createSweep(store, spec({ command, maxEvals: 1 }));
  let notices = "";
  const onEvent = (event: { kind: string; message?: string }) => {
    if (event.kind === "notice") notices += `${event.message}\n`;
  };
  const summary = await runSweep(store, { sweepId, onEvent }).summary;
  const [trial] = await listTrials(store, sweepId);
  if (trial === undefined) throw new Error("no trial");
  const owner = { experimentId, runId: trial.runId };
  const tags = (await getRun(store.database.as<TrackingSchema>().kysely, trial.runId))?.tags ?? {};
  return { sweepId, experimentId, owner, trial, tags, summary, notices };
}

function refusing(artifacts: ArtifactRepository): ArtifactRepository {
  return {
    adopt: () => Promise.reject(new Error("no space left")),
    list: (owner, path) => artifacts.list(owner, path),
    read: (owner, path) => artifacts.read(owner, path),
    locate: (owner, path) => artifacts.locate(owner, path),
    remove: (owner) => artifacts.remove(owner),
  };
}

describe("what trials leave", () => {
  it("costs no trial its result when it cannot be kept, and stays where it is", () =>
    withStore(async (store) => {
      const { sweepId, trial, tags, summary, notices } = await run({ ...store, artifacts: refusing(store.artifacts) });
      expect(summary).toMatchObject({ state: "finished", best: { number: 0 } });
      expect(trial.state).toBe("complete");
      const folder = join(store.home, "trials", sweepId, "0", "1");
      expect(notices).toContain(`no space left (its files stay in ${folder})`);
      expect(tags["sweep.artifact_error"]).toContain("no space left");
      expect(existsSync(join(folder, "output", "file"))).toBe(true);
    }));

  it("is put away by a later process when the first one could not", () =>
    withStore(async (store) => {
      const { sweepId, experimentId, owner } = await run({ ...store, artifacts: refusing(store.artifacts) });
      const keeper = new FileKeeper({
        database: store.database,
        artifacts: store.artifacts,
        sweepId,
        experimentId,
        folders: scratchFolders(store, sweepId),
        onNotice: () => {},
      });
      expect(await keeper.settle()).toBe(false);
      await keeper.catchUp();
      expect(await keeper.settle()).toBe(true);
      expect((await store.artifacts.list(owner, "")).map(({ name }) => name)).toEqual(["file", "logs"]);
      expect(existsSync(join(store.home, "trials", sweepId, "0"))).toBe(false);
    }));

  it("is kept but for what no artifact can be, which is said", () =>
    withStore(async (store) => {
      const linking = ["sh", "-c", "cd $SWEEP_OUTPUT_DIR; echo 1 > good; ln -s /etc/hostname bad; echo loss: {x}"];
      const { owner, tags, notices } = await run(store, linking);
      expect((await store.artifacts.list(owner, "")).map(({ name }) => name)).toEqual(["good", "logs"]);
      expect(notices).toContain("not all it wrote became artifacts: bad: ");
      expect(tags["sweep.artifact_error"]).toContain("bad");
    }));
});
