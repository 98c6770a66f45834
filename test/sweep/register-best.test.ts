import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSweep, runSweep, type SweepSpec, type SweepStore, sweepSummary } from "../../src/sweep/index.js";
import {
  getModelVersion,
  getModelVersionByAlias,
  listModelVersions,
  type TrackingSchema,
} from "../../src/tracking/index.js";
import { spec, withStore } from "./temporary-store.js";

/** One trial after the other with these losses, each leaving a model that says which trial made it. */
function leaving(
  losses: readonly (number | string)[],
  script = "mkdir -p model && echo $SWEEP_TRIAL_NUMBER > model/m",
) {
  const print = `set -- ${losses.join(" ")}; shift $SWEEP_TRIAL_NUMBER; echo loss: $1`;
  return { maxEvals: losses.length, command: ["sh", "-c", `cd $SWEEP_OUTPUT_DIR; ${script}; ${print}`] };
}

async function run(store: SweepStore, changes: Partial<SweepSpec>) {
  const { sweepId } = await createSweep(store, spec({ register: "square", model: "model", ...changes }));
  let notices = "";
  const onEvent = (event: { kind: string; message?: string }) => {
    if (event.kind === "notice") notices += `${event.message}\n`;
  };
  const summary = await runSweep(store, { sweepId, onEvent }).summary;
  return { sweepId, summary, notices };
}

function kyselyOf(store: SweepStore) {
  return store.database.as<TrackingSchema>().kysely;
}

async function aliasOf(store: SweepStore, alias: string): Promise<number | null> {
  return (await getModelVersionByAlias(kyselyOf(store), "square", alias))?.version ?? null;
}

describe("registering the best trial's model", () => {
  it("makes it a version that says where it came from", () =>
    withStore(async (store) => {
      const { sweepId, summary } = await run(store, leaving([3, 1, "nan", 1]));
      expect(summary.model).toEqual({ name: "square", version: 1, aliases: ["best", "champion"] });
      const version = await getModelVersion(kyselyOf(store), "square", 1);
      const runId = summary.best?.runId ?? "";
      expect(summary.best?.number).toBe(1);
      expect(version).toMatchObject({
        runId,
        source: join(store.artifactRoot, summary.experimentId, runId, "artifacts", "model"),
        tags: {
          "sweep.id": sweepId,
          "sweep.trial": "1",
          "sweep.metric": "loss",
          "sweep.goal": "minimize",
          "sweep.value": "1",
          "params.x": String(summary.best?.params.x),
        },
      });
      expect(version?.description).toContain(`loss 1 by trial 1 of sweep square (${sweepId})`);
    }));

  it("does it once, however often a finished sweep is resumed", () =>
    withStore(async (store) => {
      const { sweepId, summary } = await run(store, leaving([2]));
      expect((await runSweep(store, { sweepId }).summary).model).toEqual(summary.model);
      await store.database.write((connection) =>
        connection.prepare("UPDATE sweep SET state = 'interrupted', model = NULL WHERE id = ?").run(sweepId),
      );
      expect((await runSweep(store, { sweepId }).summary).model).toEqual(summary.model);
      expect(await listModelVersions(kyselyOf(store), "square")).toHaveLength(1);
    }));

  it("says what the best trial left when the model is not where it should be", () =>
    withStore(async (store) => {
      const { summary, notices } = await run(store, { ...leaving([1], "touch weights.bin"), model: "out/model" });
      expect(summary).toMatchObject({ state: "finished", model: null, best: { number: 0 } });
      expect(notices).toContain(
        'left no "out/model" in its output folder ($SWEEP_OUTPUT_DIR), where there is weights.bin',
      );
    }));

  it("finds a folder with an MLmodel file when no path is given", () =>
    withStore(async (store) => {
      const script = "mkdir -p a/saved && touch a/saved/MLmodel";
      const { summary } = await run(store, { ...leaving([1], script), model: null });
      expect(summary.model?.version).toBe(1);
      expect((await getModelVersion(kyselyOf(store), "square", 1))?.source).toMatch(/artifacts\/a\/saved$/);
    }));

  it("says once that there is none when nothing looks like a model", () =>
    withStore(async (store) => {
      const { summary, notices } = await run(store, { ...leaving([1]), model: null });
      expect(summary.model).toBeNull();
      expect(notices).toContain('"model:" in the space file names');
    }));

  it("registers nothing when it is told not to, or when no trial is best", () =>
    withStore(async (store) => {
      expect((await run(store, { ...leaving([1]), register: null })).summary.model).toBeNull();
      expect((await run(store, leaving(["nan"]))).summary.model).toBeNull();
      expect(await listModelVersions(kyselyOf(store), "square")).toEqual([]);
    }));
});

describe("the champion", () => {
  it("changes only for a better value; best is always the newest sweep's", () =>
    withStore(async (store) => {
      await run(store, leaving([2]));
      const worse = await run(store, leaving([3]));
      expect(worse.notices).toContain("the champion stays version 1 (2), which loss 3 does not beat");
      expect([await aliasOf(store, "best"), await aliasOf(store, "champion")]).toEqual([2, 1]);
      const better = await run(store, leaving([1]));
      expect(better.notices).toContain("version 3 is the new champion: loss 1 beats 2 of version 1");
      expect(better.summary.model?.aliases).toEqual(["best", "champion"]);
      expect((await sweepSummary(store, worse.sweepId)).model?.aliases).toEqual([]);
    }));

  it("of a maximised metric has the greatest value", () =>
    withStore(async (store) => {
      const metric = { name: "loss", goal: "maximize", take: "last" } as const;
      for (const value of [0.5, 0.9, 0.7]) await run(store, { ...leaving([value]), metric });
      expect(await aliasOf(store, "champion")).toBe(2);
    }));

  it("is not compared over another goal", () =>
    withStore(async (store) => {
      await run(store, leaving([2]));
      const { notices } = await run(store, {
        ...leaving([1]),
        metric: { name: "loss", goal: "maximize", take: "last" },
      });
      expect(notices).toContain("made with another goal");
      expect(await aliasOf(store, "champion")).toBe(1);
    }));

  it("is not compared over other data", () =>
    withStore(async (store) => {
      const cwd = join(store.home, "project");
      await mkdir(cwd, { recursive: true });
      await writeFile(join(cwd, "data.csv"), "1");
      await run(store, { ...leaving([2]), cwd, data: ["*.csv"] });
      await writeFile(join(cwd, "data.csv"), "2");
      const other = await run(store, { ...leaving([1]), cwd, data: ["*.csv"] });
      expect(other.notices).toContain("made with other data");
      await writeFile(join(cwd, "data.csv"), "1");
      await run(store, { ...leaving([1.5]), cwd, data: ["*.csv"] });
      expect(await aliasOf(store, "champion")).toBe(3);
      await rm(cwd, { recursive: true });
    }));
});
