import { readdirSync, readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { commandList } from "../../src/cli/command-list.js";
import { exitCodeOfError, exitCodeOfSweep } from "../../src/cli/exit-codes.js";
import { buildProgram } from "../../src/cli/program.js";
import type { SweepSummary } from "../../src/sweep/index.js";
import { newFolder, sweep } from "./sweep-command.js";

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true }));

describe("sweep without a command", { timeout: 60_000 }, () => {
  it("lists every command", async () => {
    const help = await sweep(folder, "--help");
    expect(help.code).toBe(0);
    for (const { name, summary } of commandList)
      expect(help.stdout).toMatch(new RegExp(`^ {2}${name}\\b.*${summary}`, "m"));
  });

  it("knows its version", async () => {
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(await sweep(folder, "--version")).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
  });
});

describe("words that make no sense", { timeout: 60_000 }, () => {
  it.each([
    [["shwo"], "error: unknown command 'shwo'\n(Did you mean show?)"],
    [["run", "space.yaml", "--max-eval", "3"], "error: unknown option '--max-eval'\n(Did you mean --max-evals?)"],
    [["run", "space.yaml", "--pruner", "median"], "error: unknown option '--pruner'"],
    [["run"], "error: missing required argument 'file'"],
    [["run", "space.yaml", "true"], 'error: "true" follows the space file; put -- before the command'],
    [["run", "space.yaml", "--tag", "x"], 'error: --tag expects name=value, got "x"'],
    [["run", "nowhere.yaml"], "error: cannot read the space file nowhere.yaml: there is no such file"],
    [["extend", "latest"], "error: required option '-n, --max-evals <count>' not specified"],
    [["extend", "latest", "-n", "0"], "Expected a whole number, 1 or more."],
    [["logs", "latest", "first"], "error: 'first' is no valid <number>. Expected a trial's number, 0 or more."],
    [["run", "space.yaml", "--n-trials", "5"], "error: unknown option '--n-trials'\n(Did you mean --max-evals?)"],
    [["run", "space.yaml", "--direction=maximize"], "(Did you mean --goal?)"],
    [["show", "latest"], "error: there is nothing here yet: .sweep/sweep.db does not exist"],
  ])("%j ends with exit code 2, and creates nothing", async (words, message) => {
    const ended = await sweep(folder, ...words);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the help of a command", () => {
  it.each(commandList.map(({ name }) => name))("%s has an example that names it", async (name) => {
    const program = await buildProgram([name]);
    const command = program.commands.find((candidate) => candidate.name() === name);
    let help = "";
    command?.configureOutput({ writeOut: (text) => (help += text) });
    command?.outputHelp();
    expect(help).toMatch(new RegExp(`Examples?:\\n {2}\\$ sweep ${name}\\b`));
    expect(help).toContain("--home <folder>");
  });
});

describe("exit codes", () => {
  const summary = (state: string, best: unknown) => ({ state, best }) as SweepSummary;

  it.each([
    ["finished", {}, 0],
    ["stopped", {}, 0],
    ["finished", null, 1],
    ["failed", {}, 1],
    ["interrupted", {}, 130],
  ])("a sweep that is %s with best %j ends with %d", (state, best, code) => {
    expect(exitCodeOfSweep(summary(state, best))).toBe(code);
  });

  it("tell bad usage from a sweep that another process owns", () => {
    expect(exitCodeOfError("bad-space-file")).toBe(2);
    expect(exitCodeOfError("command-not-startable")).toBe(2);
    expect(exitCodeOfError("store-too-new")).toBe(2);
    expect(exitCodeOfError("owned-elsewhere")).toBe(3);
    expect(exitCodeOfError("internal")).toBe(1);
  });
});
