import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { completionScript, shells } from "../../src/cli/output/completion-script.js";

const completed = {
  commands: [
    { name: "run", summary: "start a sweep", flags: ["--max-evals", "--help"] },
    { name: "ls", summary: "list sweeps", flags: ["--json", "--help"] },
  ],
  flags: ["--home", "--help"],
};

/** What bash offers after these words, the last one being typed. */
function bashOffers(...words: string[]): string[] {
  const script = `${completionScript("bash", completed)}
    COMP_WORDS=(sweep ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}
    _sweep; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.trim().split("\n");
}

describe("shell completion", () => {
  it.each(shells)("names every command and flag for %s", (shell) => {
    const script = completionScript(shell, completed);
    for (const word of ["run", "ls", "max-evals", "json", "home"]) expect(script).toContain(word);
  });

  it("offers commands, then their flags, in bash", () => {
    expect(bashOffers("r")).toEqual(["run"]);
    expect(bashOffers("run", "--m")).toEqual(["--max-evals"]);
    expect(bashOffers("ls", "--")).toEqual(["--json", "--help", "--home", "--help"]);
  });
});
