import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { programWords, sweepCommand } from "../../src/cli/settings.js";

describe("the command to type", () => {
  beforeEach(() => {
    for (const name of [
      "npm_command",
      "npm_lifecycle_event",
      "SWEEP_HOME",
      "SWEEP_TRACKING_URI",
      "SWEEP_ARTIFACT_ROOT",
    ])
      vi.stubEnv(name, undefined);
  });
  afterEach(() => void vi.unstubAllEnvs());

  const command = (...words: readonly string[]) =>
    new Command().option("--home <folder>").parse(words as string[], { from: "user" });

  it("looks where this one looked", () => {
    expect(sweepCommand(command(), "show", "ab12")).toBe("sweep show ab12");
    expect(sweepCommand(command("--home", "my runs"), "show", "ab12")).toBe("sweep show ab12 --home 'my runs'");
  });

  it("does not rely on a variable that may be set for one command only", () => {
    vi.stubEnv("SWEEP_HOME", "/data/runs");
    expect(sweepCommand(command(), "resume", "ab12")).toBe("sweep resume ab12 --home /data/runs");
  });

  it.each([
    [{}, "sweep"],
    [{ npm_command: "exec", npm_config_user_agent: "npm/10.8.2 node/v20.20.2" }, "npx sweep"],
    [{ npm_lifecycle_event: "search", npm_config_user_agent: "npm/10.8.2 node/v20.20.2" }, "npx sweep"],
    [{ npm_command: "exec", npm_config_user_agent: "pnpm/9.1.0 npm/? node/v20.20.2" }, "pnpm exec sweep"],
    [{ npm_lifecycle_event: "search", npm_config_user_agent: "yarn/4.2.0 npm/? node/v20.20.2" }, "yarn sweep"],
  ])("is started as this one was: %j", (env, words) => {
    expect(programWords(env)).toBe(words);
  });
});
