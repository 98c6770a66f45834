import { flattenParams, SweepError } from "../../base/index.js";
import type { Assignment } from "../protocol/protocol.js";
import { valueText } from "./placeholders.js";
import { fitsAsWord } from "./system-limits.js";

/** Present in every process of an attempt, however far down, unless one clears its environment: how strays are found. */
export const ATTEMPT_MARKER = "SWEEP_ATTEMPT_ID";

/**
 * What a command must not inherit: credentials and addresses of the sweep itself, and a tracking run that some outer
 * program had open.
 */
const NOT_INHERITED = ["SWEEP_TOKEN", "SWEEP_TRACKING_URI", "SWEEP_QUEUE", "MLFLOW_RUN_ID"];

/** Parameters all together may take this much of the environment; they are in the JSON file in any case. */
const MOST_PARAMETER_BYTES = 512 * 1024;

/** Where an attempt reads and writes. */
export interface AttemptPaths {
  readonly paramsFile: string;
  readonly outputDirectory: string;
  readonly checkpointDirectory: string;
  readonly metricsFile: string;
}

export type Environment = Readonly<Record<string, string>>;

/** This process's variables as commands inherit them. */
export function inheritedEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    // The variables of an outer sweep's trial would be taken for this one's.
    const kept = !NOT_INHERITED.includes(name) && !name.startsWith("SWEEP_PARAM");
    if (kept && value !== undefined) inherited[name] = value;
  }
  return inherited;
}

export interface EnvironmentOptions {
  readonly assignment: Assignment;
  readonly paths: AttemptPaths;
  /** Where the secrets have to be. */
  readonly inherited: Environment;
}

/**
 * The variables of one attempt's command besides the inherited ones and the marker. Parameters too long for a variable
 * are left out: `SWEEP_PARAMS_FILE` has all.
 *
 * @throws SweepError `command-not-startable` naming a secret that this worker's environment lacks
 */
export function attemptEnvironment({ assignment, paths, inherited }: EnvironmentOptions): Environment {
  const { ref, params, secrets } = assignment;
  const missing = secrets.filter((name) => inherited[name] === undefined);
  if (missing.length > 0) throw missingSecrets(missing);
  const variables: Record<string, string> = {
    PYTHONUNBUFFERED: "1",
    ...assignment.env,
    SWEEP_ID: ref.sweepId,
    SWEEP_TRIAL_NUMBER: String(ref.trialNumber),
    SWEEP_ATTEMPT: String(ref.attempt),
    SWEEP_RUN_ID: assignment.runId,
    SWEEP_PARAMS_FILE: paths.paramsFile,
    SWEEP_OUTPUT_DIR: paths.outputDirectory,
    SWEEP_CHECKPOINT_DIR: paths.checkpointDirectory,
    SWEEP_METRICS_FILE: paths.metricsFile,
  };
  addIfItFits(variables, "SWEEP_PARAMS", JSON.stringify(params));
  addParameters(variables, assignment);
  return variables;
}

function missingSecrets(names: readonly string[]): SweepError {
  return new SweepError(
    "command-not-startable",
    `the environment of this worker lacks ${names.join(", ")}, which env.secrets asks to pass on`,
  );
}

function addParameters(variables: Record<string, string>, { params }: Assignment): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(flattenParams(params))) {
    const text = valueText(value);
    bytes += text.length + name.length;
    if (bytes > MOST_PARAMETER_BYTES) return;
    addIfItFits(variables, parameterVariable(name), text);
  }
}

function addIfItFits(variables: Record<string, string>, name: string, value: string): void {
  // A variable cannot hold a NUL character; the JSON file can.
  if (fitsAsWord(`${name}=${value}`) && !value.includes("\0")) variables[name] = value;
}

/** The variable that carries a parameter: upper case, other characters as `_`. */
function parameterVariable(name: string): string {
  return `SWEEP_PARAM_${name.toUpperCase().replace(/[^A-Z0-9_]/g, "_")}`;
}

/** Two or more parameters that would be the same environment variable. */
export interface NameCollision {
  readonly variable: string;
  readonly parameters: readonly string[];
}

/**
 * The environment variables of a space's parameters, and which of them collide.
 *
 * @param parameterNames flattened names of every parameter and constant, active or not
 */
export function environmentNames(parameterNames: readonly string[]): {
  readonly variables: ReadonlyMap<string, string>;
  readonly collisions: readonly NameCollision[];
} {
  const variables = new Map(parameterNames.map((name) => [name, parameterVariable(name)]));
  const byVariable = new Map<string, string[]>();
  for (const [name, variable] of variables) byVariable.set(variable, [...(byVariable.get(variable) ?? []), name]);
  const collisions = [...byVariable]
    .filter(([, parameters]) => parameters.length > 1)
    .map(([variable, parameters]) => ({ variable, parameters }));
  return { variables, collisions };
}
