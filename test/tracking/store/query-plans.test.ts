import type { Kysely } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/index.js";
import {
  getModelVersionByAlias,
  latestMetrics,
  listRuns,
  metricHistory,
  type TrackingSchema,
} from "../../../src/tracking/index.js";
import { newTrackingStore } from "../tracking-store.js";

/** The lines of SQLite's plan for each query that `work` asks. */
async function planOf(
  database: Database<TrackingSchema>,
  work: (kysely: Kysely<TrackingSchema>) => Promise<unknown>,
): Promise<string> {
  const queries: { sql: string; parameters: readonly unknown[] }[] = [];
  const executor = database.kysely.getExecutor();
  const watched = database.kysely.withPlugin({
    transformQuery: ({ node, queryId }) => {
      queries.push(executor.compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await work(watched);
  return planOfTexts(
    database,
    queries.map(({ sql }) => sql),
  );
}

async function planOfTexts(database: Database<TrackingSchema>, texts: readonly string[]): Promise<string> {
  const steps = await database.read((connection) =>
    texts.flatMap((sql) => connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all<{ detail: string }>()),
  );
  return steps.map(({ detail }) => detail).join("\n");
}

describe("queries use indices", () => {
  let database: Database<TrackingSchema>;

  beforeEach(async () => {
    database = await newTrackingStore();
  });

  it("runs of an experiment, in order of their start, without sorting", async () => {
    const plan = await planOf(database, (kysely) => listRuns(kysely, { experimentId: "0", limit: 100 }));
    expect(plan).toContain("USING INDEX runs_by_start (experiment_id=?)");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("children of a run, in order of their start, without sorting", async () => {
    const plan = await planOf(database, (kysely) => listRuns(kysely, { parentRunId: "p", limit: 100 }));
    expect(plan).toContain("USING INDEX runs_by_parent (parent_run_id=?)");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("a metric's history, in order, without sorting", async () => {
    const plan = await planOf(database, (kysely) => metricHistory(kysely, "r", "loss"));
    expect(plan).toContain("SEARCH metric_points USING PRIMARY KEY (run_key=? AND key_id=?)");
    expect(plan).not.toContain("SCAN");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("the latest metrics of given runs", async () => {
    const plan = await planOf(database, (kysely) => latestMetrics(kysely, ["a", "b"]));
    expect(plan).toContain("SEARCH latest_metrics USING PRIMARY KEY (run_key=?)");
    expect(plan).not.toContain("SCAN");
  });

  it("runs by a metric's latest value, in its order", async () => {
    const plan = await planOfTexts(database, [
      "SELECT run_key FROM latest_metrics WHERE key_id = 1 AND is_nan = 0 AND value < 6 ORDER BY value LIMIT 100",
      "SELECT run_key FROM latest_metrics WHERE key_id = 1 ORDER BY is_nan, value LIMIT 100",
    ]);
    expect(plan).toContain("USING COVERING INDEX latest_metrics_by_value (key_id=? AND is_nan=? AND value<?)");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("a model version by its alias", async () => {
    const plan = await planOf(database, (kysely) => getModelVersionByAlias(kysely, "m", "best"));
    expect(plan).not.toContain("SCAN");
  });
});
