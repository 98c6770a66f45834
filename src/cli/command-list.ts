import type { Command } from "commander";

/** One command's file: it adds arguments, options, help and action to the command of its name. */
export interface CommandModule {
  define(command: Command): void;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when the command is used, so that `sweep --help` stays quick. */
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of the help page: run, steer, look, tools. */
export const commandList: readonly CommandEntry[] = [
  { name: "run", summary: "start a sweep", load: () => import("./commands/run.js") },
  { name: "resume", summary: "go on with a paused or interrupted sweep", load: () => import("./commands/resume.js") },
  { name: "stop", summary: "end a sweep", load: () => import("./commands/stop.js") },
  { name: "pause", summary: "hold a sweep", load: () => import("./commands/pause.js") },
  { name: "extend", summary: "add trials to a sweep", load: () => import("./commands/extend.js") },
  { name: "ls", summary: "list sweeps", load: () => import("./commands/ls.js") },
  { name: "show", summary: "show a sweep and its best trial", load: () => import("./commands/show.js") },
  { name: "trials", summary: "list a sweep's trials", load: () => import("./commands/trials.js") },
  { name: "best", summary: "show a sweep's best trial", load: () => import("./commands/best.js") },
  { name: "logs", summary: "print a trial's output", load: () => import("./commands/logs.js") },
  { name: "rerun", summary: "run a trial's exact command again", load: () => import("./commands/rerun.js") },
  { name: "models", summary: "list registered models", load: () => import("./commands/models.js") },
  { name: "doctor", summary: "check what is in force", load: () => import("./commands/doctor.js") },
  { name: "schema", summary: "print the JSON Schema of space files", load: () => import("./commands/schema.js") },
  { name: "completion", summary: "print a shell completion script", load: () => import("./commands/completion.js") },
];
