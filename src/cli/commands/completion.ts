import { Argument, type Command, type Option } from "commander";
import { example } from "../arguments.js";
import { type CompletedCommand, completionScript, type Shell, shells } from "../output/completion-script.js";
import { createTerminal } from "../output/terminal.js";

export function define(command: Command): void {
  command.addArgument(new Argument("<shell>", "the shell to complete in").choices(shells)).action((shell: Shell) => {
    const commands = (command.parent?.commands ?? []).map(described);
    createTerminal().line(completionScript(shell, { commands, flags: flagsOf(command.parent) }));
  });
  example(
    command,
    "sweep completion bash >> ~/.bashrc",
    "sweep completion zsh >> ~/.zshrc",
    "sweep completion fish > ~/.config/fish/completions/sweep.fish",
  );
}

function described(command: Command): CompletedCommand {
  return { name: command.name(), summary: command.description(), flags: flagsOf(command) };
}

function flagsOf(command: Command | null): readonly string[] {
  const options: readonly Option[] = command?.options ?? [];
  return [...options.flatMap(({ long }) => (long ? [long] : [])), "--help"];
}
