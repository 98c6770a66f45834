import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, SweepError } from "../../base/index.js";
import type { Assignment } from "../protocol/protocol.js";
import type { AttemptPaths } from "./environment.js";

/** The files of one attempt: what its command is told of, and what is kept of its output. */
export interface Scratch extends AttemptPaths {
  readonly stdoutFile: string;
  readonly stderrFile: string;
}

/**
 * Makes `<root>/<sweep>/<trial>/<attempt>/` with an empty output folder and the parameters as JSON, and beside it the
 * checkpoint folder that all attempts of the trial share.
 *
 * @param root absolute
 * @throws SweepError `store-unusable` when the file system refuses
 */
export function prepareScratch(root: string, { ref, params }: Assignment): Scratch {
  const trial = join(root, ref.sweepId, String(ref.trialNumber));
  const attempt = join(trial, String(ref.attempt));
  const scratch = {
    outputDirectory: join(attempt, "output"),
    checkpointDirectory: join(trial, "checkpoint"),
    paramsFile: join(attempt, "params.json"),
    metricsFile: join(attempt, "metrics.jsonl"),
    stdoutFile: join(attempt, "stdout.txt"),
    stderrFile: join(attempt, "stderr.txt"),
  };
  try {
    makeEmpty(attempt, scratch.outputDirectory);
    mkdirSync(scratch.checkpointDirectory, { recursive: true });
    writeFileSync(scratch.paramsFile, JSON.stringify(params));
  } catch (thrown) {
    throw new SweepError("store-unusable", `cannot write the trial's folder ${attempt}: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
  return scratch;
}

function makeEmpty(attempt: string, output: string): void {
  if (mkdirSync(output, { recursive: true }) !== undefined) return;
  // It was there: this very attempt has been executed before, and what it left must not count for this execution.
  rmSync(attempt, { recursive: true });
  mkdirSync(output, { recursive: true });
}
