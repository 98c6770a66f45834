import { join } from "node:path";
import type { Command } from "commander";
import type { OpenStoreOptions } from "../sweep/index.js";
import { shellWord } from "./output/shell.js";

/** The flags that go with every command, and the variables that stand in for them. */
export const globalFlags = [
  {
    flag: "--home <folder>",
    option: "home",
    variable: "SWEEP_HOME",
    description: "folder of everything local (env: SWEEP_HOME; default: .sweep)",
  },
  {
    flag: "--tracking-uri <uri>",
    option: "trackingUri",
    variable: "SWEEP_TRACKING_URI",
    description: "where runs are kept: sqlite:///path (env: SWEEP_TRACKING_URI; default: in the home folder)",
  },
  {
    flag: "--artifact-root <folder>",
    option: "artifactRoot",
    variable: "SWEEP_ARTIFACT_ROOT",
    description: "folder of artifacts (env: SWEEP_ARTIFACT_ROOT; default: in the home folder)",
  },
] as const;

type GlobalOption = (typeof globalFlags)[number]["option"];

/** A setting in force and what decided it. */
export interface Setting {
  readonly value: string | null;
  readonly source: "flag" | "environment" | "default";
}

/** What is in force. Flags go before variables; an empty variable counts as unset. */
export function settingsOf(command: Command): Readonly<Record<GlobalOption, Setting>> {
  const options: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const setting = (option: GlobalOption, fallback: string | null): Setting => {
    const written = options[option];
    if (typeof written === "string") return { value: written, source: "flag" };
    const variable = globalFlags.find((flag) => flag.option === option)?.variable ?? "";
    const inherited = process.env[variable];
    return inherited ? { value: inherited, source: "environment" } : { value: fallback, source: "default" };
  };
  return {
    home: setting("home", ".sweep"),
    trackingUri: setting("trackingUri", null),
    artifactRoot: setting("artifactRoot", null),
  };
}

export function storeOptions(command: Command): OpenStoreOptions {
  const { home, trackingUri, artifactRoot } = settingsOf(command);
  return {
    home: home.value ?? ".sweep",
    ...(trackingUri.value === null ? {} : { trackingUri: trackingUri.value }),
    ...(artifactRoot.value === null ? {} : { artifactRoot: artifactRoot.value }),
  };
}

/** The file that the store in force is kept in; `null` when the tracking URI names none, which opening it will refuse. */
export function databaseFile({ home, trackingUri }: OpenStoreOptions): string | null {
  if (trackingUri === undefined) return join(home, "sweep.db");
  return /^sqlite:\/\/\/(.+)$/.exec(trackingUri)?.[1] ?? null;
}

/**
 * A command to type for this sweep, in the words this one was started with and with the flags without which it would look
 * in another place. Variables become flags too: they may have been set for this one command.
 */
export function sweepCommand(command: Command, name: string, sweepId: string): string {
  const settings = settingsOf(command);
  const flags = globalFlags.flatMap(({ flag, option }) => {
    const { value, source } = settings[option];
    return value === null || source === "default" ? [] : [flag.split(" ")[0] ?? "", shellWord(value)];
  });
  return [programWords(process.env), name, sweepId, ...flags].join(" ");
}

/** How this program is called here: a package manager that runs it from a project leaves its name in the environment. */
export function programWords(env: NodeJS.ProcessEnv): string {
  if (env.npm_command === undefined && env.npm_lifecycle_event === undefined) return "sweep";
  const manager = /^\w+/.exec(env.npm_config_user_agent ?? "")?.[0];
  if (manager === "pnpm") return "pnpm exec sweep";
  return manager === "yarn" ? "yarn sweep" : "npx sweep";
}
