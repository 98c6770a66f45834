import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type JsonObject, SweepError } from "../../base/index.js";
import { attemptEnvironment, commandLine } from "../../workers/index.js";
import { jobOf } from "../job.js";
import type { SweepStore } from "../open-store.js";
import { sweepOf, sweepRow } from "../store/sweep-rows.js";
import { trialRecord } from "./list-trials.js";

/** What runs a trial again by hand. */
export interface RerunCommand {
  /** Program and arguments, every placeholder replaced. */
  readonly words: readonly string[];
  /** Variables to add to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly params: JsonObject;
}

/**
 * The exact command of a trial. The files it is told of lie in `reruns/<sweep>-<trial>` below the home folder, which is
 * made here.
 *
 * @throws SweepError `not-found`; `conflict` when the sweep's objective is a function
 */
export async function rerunCommand(store: SweepStore, sweepId: string, trialNumber: number): Promise<RerunCommand> {
  const sweep = sweepOf(await sweepRow(store.database, sweepId), store.clock.now());
  const { runId, params, attempt } = await trialRecord(store.database, sweepId, trialNumber);
  const job = jobOf(sweep);
  if (job.command === null) {
    throw new SweepError(
      "conflict",
      `Sweep ${sweepId} has a function as its objective, so there is no command to run.`,
    );
  }
  const folder = join(store.home, "reruns", `${sweepId}-${trialNumber}`);
  const paths = {
    paramsFile: join(folder, "params.json"),
    outputDirectory: join(folder, "output"),
    checkpointDirectory: join(folder, "checkpoint"),
    metricsFile: join(folder, "metrics.jsonl"),
  };
  await mkdir(paths.outputDirectory, { recursive: true });
  await mkdir(paths.checkpointDirectory, { recursive: true });
  await writeFile(paths.paramsFile, JSON.stringify(params));
  // Secrets are in the environment that this one is added to.
  const assignment = { ...job, secrets: [], ref: { sweepId, trialNumber, attempt }, runId, params };
  const { words } = commandLine({ words: job.command, params, paramsFile: paths.paramsFile });
  const env = attemptEnvironment({ assignment, paths, inherited: {} });
  return { words, env, cwd: job.cwd, params };
}
