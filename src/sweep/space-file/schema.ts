import { z } from "zod";
import { PARALLEL_LIMIT } from "../spec.js";
import { durationMs, durationPattern } from "./duration.js";

/*
 * The keys of a space file. Messages here are noun phrases, what was expected; `issues.ts` makes sentences of them.
 * `space` and `algo` are checked by the search room, rules between keys by `rules.ts`.
 */

const SEED_LIMIT = 2 ** 32 - 1;

const NAME_LENGTH = 500;

const text = z.string("text").min(1, "text that is not empty");
const name = text.max(NAME_LENGTH, `at most ${NAME_LENGTH} characters`);

function wholeNumber(low: number, high?: number) {
  const expected = high === undefined ? `a whole number, ${low} or more` : `a whole number from ${low} to ${high}`;
  return z
    .int(expected)
    .min(low, expected)
    .max(high ?? Number.MAX_SAFE_INTEGER, expected);
}

const DURATION = "a duration such as 90s, 30m, 2h or 1h30m, or a number of seconds, above zero";

const duration = z
  .union([z.number(DURATION).positive(DURATION), z.string(DURATION).regex(durationPattern, DURATION)], DURATION)
  .transform(durationMs)
  .refine((milliseconds) => milliseconds > 0, DURATION);

const scalar = z.union([z.string(), z.number(), z.boolean()], "text, a number, true or false").transform(String);

const metric = z.strictObject(
  {
    name: text.describe("The metric as the command prints it."),
    goal: z.enum(["minimize", "maximize"], "minimize or maximize").default("minimize"),
    take: z
      .enum(["last", "min", "max"], "last, min or max")
      .default("last")
      .describe("Which value counts when the metric is printed more than once."),
  },
  "a mapping with the metric's name, as in { name: rmse, goal: minimize }",
);

const env = z
  .object({ secrets: z.array(text, "a list of variable names").optional() }, "a mapping of variables to values")
  .catchall(scalar);

export const spaceFileSchema = z.strictObject(
  {
    name: name.optional().describe("The sweep's name. Default: the name of the space file's folder."),
    experiment: name.optional().describe("The experiment that holds the runs. Default: the sweep's name."),
    metric: metric.describe("The number that decides a trial."),
    capture: z
      .array(text, "a list of metric names or globs")
      .optional()
      .describe("More metrics to record from stdout. Default: every metric-shaped line."),
    algo: z.unknown().optional().describe("The search algorithm, or one key that is its name over its options."),
    max_evals: wholeNumber(1)
      .optional()
      .describe("How many trials. Required unless a timeout is given, the space is finite or algo is grid."),
    parallel: wholeNumber(1, PARALLEL_LIMIT).optional().describe("Trials at once. Default: 1."),
    seed: wholeNumber(0, SEED_LIMIT)
      .optional()
      .describe("Makes the search repeatable. Default: drawn once, and stored."),
    command: z
      .array(z.string('text in quotes, such as "3"'), "a list of words, as in [python3, train.py]")
      .min(1, "at least one word")
      .optional()
      .describe("The command of a trial, used when nothing follows -- on the command line."),
    model: text.optional().describe("Path of the model, a file or folder, inside a trial's output folder."),
    register: z
      .union([name, z.boolean()], "the registered model's name, true or false")
      .optional()
      .describe("Name of the registered model. Default: the experiment's name; false registers nothing."),
    data: z
      .array(text, "a list of paths or globs")
      .optional()
      .describe("Data files whose size and SHA-256 each run records."),
    timeout: duration.optional().describe("Limit of the whole sweep."),
    trial_timeout: duration.optional().describe("A trial is stopped after this long."),
    idle_timeout: duration.optional().describe("A trial is stopped after this long without output."),
    retries: wholeNumber(0).optional().describe("Further attempts after one that failed. Default: 0."),
    max_failures: wholeNumber(1).optional().describe("Failed trials in a row that stop the sweep. Default: 5."),
    loss_threshold: z
      .number("a number")
      .optional()
      .describe("In the metric's own unit: reached or better ends the sweep."),
    patience: wholeNumber(1).optional().describe("Trials without a new best after which the sweep ends."),
    env: env
      .optional()
      .describe("Environment variables of the command; secrets are passed on by name and never stored."),
    tags: z.record(z.string(), scalar, "a mapping of names to values").optional().describe("Tags of the sweep's runs."),
    space: z
      .unknown()
      .refine((space) => space !== undefined, "a mapping of parameter names to distributions")
      .describe("The search space: parameters with their distributions, and constants."),
  },
  "a mapping of keys such as metric, max_evals and space",
);

export type SpaceFile = z.output<typeof spaceFileSchema>;

/** Every key a space file may have. */
export const spaceFileKeys: readonly string[] = Object.keys(spaceFileSchema.shape);
