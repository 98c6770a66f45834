/** State of the working tree that a sweep ran from. */
export interface GitState {
  readonly commit: string;
  /** `null` when no branch is checked out. */
  readonly branch: string | null;
  /** Whether tracked files differ from the commit. */
  readonly dirty: boolean;
  readonly remote: string | null;
}

/** @returns `null` without git, outside a repository, or before its first commit */
export async function readGit(cwd: string): Promise<GitState | null> {
  const git = (...words: string[]) => firstLine("git", words, cwd);
  const [commit, branch, changes, remote] = await Promise.all([
    git("rev-parse", "HEAD"),
    git("rev-parse", "--abbrev-ref", "HEAD"),
    git("status", "--porcelain", "--untracked-files=no"),
    git("remote", "get-url", "origin"),
  ]);
  if (commit === null) return null;
  return {
    commit,
    branch: branch === "HEAD" ? null : branch,
    dirty: changes !== null && changes !== "",
    remote: remote === null ? null : withoutCredentials(remote),
  };
}

/** What `program words…` prints first; `null` when it cannot be run or fails. */
export async function firstLine(program: string, words: readonly string[], cwd: string): Promise<string | null> {
  const { execa } = await import("execa");
  const result = await execa(program, words, { cwd, reject: false, all: true, stdin: "ignore", timeout: 5_000 });
  return result.failed ? null : (result.all.split("\n", 1)[0] ?? "").trim();
}

/** A remote's address without user and password, which would otherwise be stored with every run. */
export function withoutCredentials(remote: string): string {
  // Over HTTP a token may be the user itself; elsewhere the user is part of the address, as in ssh://git@host.
  return remote.replace(/^(https?:\/\/)[^/@]*@/i, "$1").replace(/^([a-z][a-z0-9+.-]*:\/\/[^/@:]*):[^/@]*@/i, "$1@");
}
