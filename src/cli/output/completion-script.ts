export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
}

export interface Completed {
  readonly commands: readonly CompletedCommand[];
  /** Flags that go with every command. */
  readonly flags: readonly string[];
}

/** A script that a shell sources to complete commands, flags and file names. It asks `sweep` for nothing while typing. */
export function completionScript(shell: Shell, completed: Completed): string {
  switch (shell) {
    case "bash":
      return bash(completed);
    case "zsh":
      return zsh(completed);
    case "fish":
      return fish(completed);
  }
}

function bash({ commands, flags }: Completed): string {
  const cases = commands.map((command) => `    ${command.name}) words="${command.flags.join(" ")}" ;;`);
  return `_sweep() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words="" name
  for name in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $name == -- ]] && { COMPREPLY=($(compgen -f -- "$word")); return; }
  done
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [[ $COMP_CWORD -eq 1 ]]; then words="${commands.map(({ name }) => name).join(" ")} --version"; fi
  if [[ $word == -* || $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "$words ${flags.join(" ")}" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _sweep sweep`;
}

function zsh({ commands, flags }: Completed): string {
  const names = commands.map(({ name, summary }) => `    '${name}:${summary.replaceAll("'", "")}'`);
  const cases = commands.map((command) => `    ${command.name}) flags+=(${command.flags.join(" ")}) ;;`);
  return `#compdef sweep
_sweep() {
  local -a commands flags
  commands=(
${names.join("\n")}
  )
  flags=(${flags.join(" ")})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case \${words[2]} in
${cases.join("\n")}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then compadd -- $flags; else _files; fi
}
compdef _sweep sweep`;
}

function fish({ commands, flags }: Completed): string {
  const flag = (condition: string, name: string) => `complete -c sweep ${condition}-l ${name.replace(/^--/, "")}`;
  return [
    ...commands.map(
      ({ name, summary }) =>
        `complete -c sweep -n __fish_use_subcommand -f -a ${name} -d '${summary.replaceAll("'", "")}'`,
    ),
    ...flags.map((name) => flag("", name)),
    ...commands.flatMap((command) =>
      command.flags.map((name) => flag(`-n '__fish_seen_subcommand_from ${command.name}' `, name)),
    ),
  ].join("\n");
}
