import type { Command } from "commander";
import { SweepError } from "../base/index.js";
import type { Override } from "../sweep/index.js";

interface SpaceFlag {
  readonly flags: string;
  readonly option: string;
  /** The key of the space file that the flag overrides. */
  readonly path: readonly string[];
  readonly description: string;
  /** Whether a number is meant where the words are one. */
  readonly numeric?: true;
}

/** Flags of `sweep run` that stand for a key of the space file. Their values are checked by the file's own rules. */
const spaceFlags: readonly SpaceFlag[] = [
  {
    flags: "-n, --max-evals <count>",
    option: "maxEvals",
    path: ["max_evals"],
    numeric: true,
    description: "number of trials",
  },
  {
    flags: "-j, --parallel <count>",
    option: "parallel",
    path: ["parallel"],
    numeric: true,
    description: "trials at once",
  },
  { flags: "--algo <name>", option: "algo", path: ["algo"], description: "search algorithm" },
  {
    flags: "--seed <number>",
    option: "seed",
    path: ["seed"],
    numeric: true,
    description: "makes the search repeatable",
  },
  { flags: "--metric <name>", option: "metric", path: ["metric", "name"], description: "metric that decides a trial" },
  { flags: "--goal <goal>", option: "goal", path: ["metric", "goal"], description: "minimize or maximize" },
  { flags: "--name <name>", option: "name", path: ["name"], description: "name of the sweep" },
  { flags: "--experiment <name>", option: "experiment", path: ["experiment"], description: "experiment of its runs" },
  { flags: "--model <path>", option: "model", path: ["model"], description: "model's path in a trial's output folder" },
  { flags: "--register <name>", option: "register", path: ["register"], description: "name of the registered model" },
  { flags: "--no-register", option: "register", path: ["register"], description: "register no model" },
  {
    flags: "--timeout <duration>",
    option: "timeout",
    path: ["timeout"],
    numeric: true,
    description: "limit of the sweep, as in 2h or 1h30m",
  },
  {
    flags: "--trial-timeout <duration>",
    option: "trialTimeout",
    path: ["trial_timeout"],
    numeric: true,
    description: "limit of a trial",
  },
  {
    flags: "--idle-timeout <duration>",
    option: "idleTimeout",
    path: ["idle_timeout"],
    numeric: true,
    description: "limit of a trial's silence",
  },
  {
    flags: "--retries <count>",
    option: "retries",
    path: ["retries"],
    numeric: true,
    description: "further attempts of a failed trial",
  },
  {
    flags: "--max-failures <count>",
    option: "maxFailures",
    path: ["max_failures"],
    numeric: true,
    description: "failed trials in a row that stop the sweep",
  },
  {
    flags: "--loss-threshold <value>",
    option: "lossThreshold",
    path: ["loss_threshold"],
    numeric: true,
    description: "metric value that ends the sweep",
  },
  {
    flags: "--patience <count>",
    option: "patience",
    path: ["patience"],
    numeric: true,
    description: "trials without a new best that end the sweep",
  },
];

export function addSpaceFlags(command: Command): Command {
  for (const { flags, description } of spaceFlags) command.option(flags, description);
  return command.option("--tag <name=value>", "tag of the sweep's runs; may be repeated", collect);
}

function collect(written: string, before: readonly string[] = []): readonly string[] {
  return [...before, written];
}

/** What the command line says over the space file. Values that are no numbers are left for the file's rules to refuse. */
export function overridesOf(command: Command, words: readonly string[]): readonly Override[] {
  const options: Readonly<Record<string, unknown>> = command.opts();
  const overrides = spaceFlags.flatMap(({ flags, option, path, numeric }): readonly Override[] => {
    const negative = flags.startsWith("--no-");
    const value = options[option];
    if (negative ? value !== false : typeof value !== "string") return [];
    return [{ path, value: numeric ? numberOr(value) : value, source: flagName(flags) }];
  });
  const tags = ((options.tag as readonly string[] | undefined) ?? []).map(tagOverride);
  const ofCommand = words.length === 0 ? [] : [{ path: ["command"], value: words, source: "the words after --" }];
  return [...overrides, ...tags, ...ofCommand];
}

function flagName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

function numberOr(value: unknown): unknown {
  const isNumber = typeof value === "string" && /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value);
  return isNumber ? Number(value) : value;
}

function tagOverride(written: string): Override {
  const [name = "", ...rest] = written.split("=");
  if (name === "" || rest.length === 0) {
    throw new SweepError("bad-argument", `--tag expects name=value, got "${written}"`);
  }
  return { path: ["tags", name], value: rest.join("="), source: "--tag" };
}
