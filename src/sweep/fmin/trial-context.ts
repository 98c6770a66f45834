import { cp, mkdir, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, normalize, sep } from "node:path";
import { type Json, messageOf, SweepError } from "../../base/index.js";
import type { Assignment, ExecutionContext } from "../../workers/index.js";
import type { FminTrial } from "./fmin-trial.js";
import type { Pruning } from "./pruning.js";

/** Name inside a trial's output folder under which `logModel` keeps the model. */
export const MODEL_FOLDER = "model";

/** A trial's recording side, with what its executor needs to know of it. */
export interface TrialContext {
  readonly trial: FminTrial;
  /** Whether there are copies to wait for. */
  readonly hasCopies: boolean;
  /** Resolves when all copies are there; rejects with the first one's failure. */
  settle(): Promise<void>;
  /** Makes the returned loss the last point of the loss's curve. */
  conclude(loss: number): void;
  /** What the pruner last said for ending the trial; `null` when it did not. */
  pruneReason(): string | null;
  /** The loss reported for the highest step; `null` when none was. */
  lastReported(): number | null;
  /** Folder of what was copied; `null` when nothing was. */
  outputDirectory(): string | null;
}

/** @param options.scratch folder of this attempt's copies, made when first needed; `null`: nothing that is recorded is kept */
export function createTrialContext(
  assignment: Assignment,
  context: ExecutionContext,
  { scratch, pruning }: { scratch: string | null; pruning: Pruning | null },
): TrialContext {
  const reporter = scratch === null ? null : context.reporter;
  const copies: Promise<void>[] = [];
  const keep = (copyTo: (folder: string) => Promise<void>): Promise<void> => {
    const copy = scratch === null ? Promise.resolve() : copyTo(scratch);
    // Whoever does not wait for it hears of a failure in `settle`, not as an unhandled rejection.
    copy.catch(() => {});
    copies.push(copy);
    return copy;
  };
  const metric = (key: string, value: number, step: number) => {
    requireNumbers(key, value, step);
    reporter?.metric({ key, value, step, timestampMs: Date.now() });
  };
  let last: { readonly value: number; readonly step: number } | null = null;
  const report = (value: number, step: number) => {
    metric(assignment.objective.name, value, step);
    pruning?.report(assignment.ref.trialNumber, value, step);
    if (last === null || step >= last.step) last = { value, step };
  };
  let reason: string | null = null;
  const shouldPrune = () => {
    reason = pruning?.judge(assignment.ref.trialNumber) ?? null;
    return reason !== null;
  };
  const trial: FminTrial = {
    number: assignment.ref.trialNumber,
    runId: assignment.runId,
    // Made only for objectives that look at it.
    get signal() {
      return context.signal;
    },
    report,
    shouldPrune,
    logMetric: (key, value, step = 0) => metric(key, value, step),
    logParam: (key, value) => {
      const stored = jsonOf(key, value);
      reporter?.param(key, stored);
    },
    setTag: (key, value) => reporter?.tag(key, value),
    logArtifact: (path, folder = "") => keep((root) => copyArtifact(path, root, folder)),
    logModel: (path) => keep((root) => copyModel(path, root)),
  };
  return {
    trial,
    get hasCopies() {
      return copies.length > 0;
    },
    settle: async () => void (await Promise.all(copies)),
    conclude: (loss) => {
      if (last === null) report(loss, 0);
      else if (!Object.is(loss, last.value)) report(loss, last.step + 1);
    },
    pruneReason: () => reason,
    lastReported: () => last?.value ?? null,
    outputDirectory: () => (copies.length > 0 ? scratch : null),
  };
}

function requireNumbers(key: string, value: unknown, step: unknown): void {
  if (typeof value !== "number") {
    throw new SweepError("bad-argument", `Metric "${key}" got ${typeof value} ${String(value)}; expected a number.`);
  }
  if (!Number.isSafeInteger(step)) {
    throw new SweepError("bad-argument", `Metric "${key}" got step ${String(step)}; expected an integer.`);
  }
}

/** A copy, since it is stored a little later: as `JSON.stringify` sees the value now. */
function jsonOf(key: string, value: unknown): Json {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw noJson(key, messageOf(cause), cause);
  }
  if (text === undefined) throw noJson(key, `a value of type ${typeof value}`);
  return JSON.parse(text) as Json;
}

function noJson(key: string, what: string, cause?: unknown): SweepError {
  return new SweepError("bad-argument", `Param "${key}" is not JSON: ${what}.`, { cause });
}

async function copyArtifact(path: string, root: string, folder: string): Promise<void> {
  const inside = normalize(join(folder, basename(path)));
  if (isAbsolute(folder) || inside.split(sep).includes("..")) {
    throw new SweepError("bad-argument", `Folder "${folder}" is outside the run's artifacts; expected a path within.`);
  }
  await copy(path, join(root, inside));
}

/** A model is a folder in the run's artifacts, also when it is a single file: `model/<file>`. */
async function copyModel(path: string, root: string): Promise<void> {
  const isFolder = (await stat(path)).isDirectory();
  await copy(path, isFolder ? join(root, MODEL_FOLDER) : join(root, MODEL_FOLDER, basename(path)));
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true });
}
