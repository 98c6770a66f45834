import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createSweep, listTrials, runSweep, type SweepStore } from "../../../src/sweep/index.js";
import { spec, withStore } from "../temporary-store.js";

const CHILD = fileURLToPath(new URL("crash-child.ts", import.meta.url));

/** A serial sweep whose sampler learns from its first trial. */
const SERIAL = spec({
  maxEvals: 3,
  algo: { tpe: { startup: 1 } },
  command: ["sh", "-c", "echo loss: {x}; echo {x} > $SWEEP_OUTPUT_DIR/x.txt"],
});

/** Runs a sweep in another process that dies after its n-th commit. @returns what it printed, and what ended it */
function crashAt(store: SweepStore, sweepId: string, commit: number): Promise<{ out: string; signal: string | null }> {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD, store.home, sweepId, String(commit)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  return new Promise((resolve) => child.once("close", (_code, signal) => resolve({ out, signal })));
}

/** What must be the same however often a sweep was killed. */
async function outcome(store: SweepStore, sweepId: string) {
  const trials = await listTrials(store, sweepId);
  return trials.map(({ number, params, values, watermark, state, loss, told, metrics }) => ({
    number,
    params,
    values,
    watermark,
    state,
    loss,
    told,
    metrics,
  }));
}

async function expectSound(store: SweepStore, sweepId: string): Promise<void> {
  const query = <Row>(sql: string) => store.database.read((connection) => connection.prepare(sql).all<Row>(sweepId));
  const twice = "SELECT trial_number FROM attempt WHERE sweep_id = ? AND state = 'ok' GROUP BY 1 HAVING count(*) > 1";
  expect(await query(twice)).toEqual([]);
  expect(await query("SELECT 1 FROM attempt WHERE sweep_id = ? AND scratch IS NOT NULL")).toEqual([]);
  expect(await query("SELECT state, owner FROM sweep WHERE id = ?")).toEqual([{ state: "finished", owner: null }]);
  for (const { runId, params } of await listTrials(store, sweepId)) {
    const { experimentId } = await createdIn(store, sweepId);
    const kept = await store.artifacts.read({ experimentId, runId }, "x.txt");
    const text = (await kept.toArray()).join("");
    expect(Number(text)).toBe(params.x);
  }
}

async function createdIn(store: SweepStore, sweepId: string): Promise<{ experimentId: string }> {
  const sql = "SELECT experiment_id AS experimentId FROM sweep WHERE id = ?";
  const row = await store.database.read((connection) => connection.prepare(sql).get<{ experimentId: string }>(sweepId));
  if (row === undefined) throw new Error("the sweep is gone");
  return row;
}

/** Does `work` for every item, two at a time. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const next = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all([next(), next()]);
}

describe("a sweep killed after any of its commits and resumed", { timeout: 300_000 }, () => {
  it("has the trial list of one that was never killed, when trials run one after the other", () =>
    withStore(async (store) => {
      const { sweepId: whole } = await createSweep(store, SERIAL);
      const commits = Number((await crashAt(store, whole, 0)).out);
      const expected = await outcome(store, whole);
      expect(expected).toHaveLength(3);
      expect(commits).toBeGreaterThan(3 * 4);
      const every = Array.from({ length: commits - 1 }, (_, index) => index + 1);
      await inPairs(every, async (commit) => {
        const { sweepId } = await createSweep(store, SERIAL);
        const { out, signal } = await crashAt(store, sweepId, commit);
        // How many commits there are depends on how reports were batched: it may have ended before the last ones.
        if (signal !== "SIGKILL") expect(Number(out)).toBeLessThan(commit);
        expect((await runSweep(store, { sweepId }).summary).state).toBe("finished");
        expect(await outcome(store, sweepId), `killed after commit ${commit}`).toEqual(expected);
        await expectSound(store, sweepId);
      });
    }));

  it("has the same trials, each once, when they run at the same time", () =>
    withStore(async (store) => {
      const parallel = { ...SERIAL, algo: "random", maxEvals: 6, parallel: 3 };
      const { sweepId: whole } = await createSweep(store, parallel);
      await runSweep(store, { sweepId: whole }).summary;
      const points = async (sweepId: string) =>
        (await listTrials(store, sweepId)).map(({ number, params, state, loss }) => ({ number, params, state, loss }));
      const expected = await points(whole);
      await inPairs([4, 9, 14, 19, 24, 29], async (commit) => {
        const { sweepId } = await createSweep(store, parallel);
        await crashAt(store, sweepId, commit);
        await runSweep(store, { sweepId }).summary;
        expect(await points(sweepId), `killed after commit ${commit}`).toEqual(expected);
        await expectSound(store, sweepId);
      });
    }));
});
