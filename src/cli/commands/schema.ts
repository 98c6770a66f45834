import type { Command } from "commander";
import { example } from "../arguments.js";
import { toJson } from "../output/json.js";
import { createTerminal } from "../output/terminal.js";

export function define(command: Command): void {
  command.action(async () => {
    const { spaceFileJsonSchema } = await import("../../sweep/index.js");
    createTerminal().line(toJson(await spaceFileJsonSchema()));
  });
  example(command, "sweep schema > space.schema.json");
}
