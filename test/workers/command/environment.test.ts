import { describe, expect, it } from "vitest";
import { inheritedEnvironment } from "../../../src/workers/command/environment.js";
import { attemptEnvironment, environmentNames } from "../../../src/workers/index.js";
import { assignmentOf } from "../assignment.js";

const paths = { paramsFile: "/p", outputDirectory: "/o", checkpointDirectory: "/c", metricsFile: "/m" };

describe("the environment of a command", () => {
  it("is inherited without the sweep's own credentials and an outer program's run", () => {
    const kept = inheritedEnvironment({
      HOME: "/home/me",
      SWEEP_TOKEN: "t",
      SWEEP_TRACKING_URI: "u",
      SWEEP_QUEUE: "q",
      MLFLOW_RUN_ID: "r",
      SWEEP_PARAM_X: "1",
      SWEEP_HOME: "/h",
    });
    expect(kept).toEqual({ HOME: "/home/me", SWEEP_HOME: "/h" });
  });

  it("names the trial, its parameters and its files", () => {
    const assignment = assignmentOf({ params: { lr: 0.1, "max-depth": 3, nested: { kind: "a" } }, env: { OMP: "1" } });
    expect(attemptEnvironment({ assignment, paths, inherited: {} })).toEqual({
      PYTHONUNBUFFERED: "1",
      OMP: "1",
      SWEEP_ID: "s1",
      SWEEP_TRIAL_NUMBER: "7",
      SWEEP_ATTEMPT: "1",
      SWEEP_RUN_ID: "run",
      SWEEP_PARAMS: '{"lr":0.1,"max-depth":3,"nested":{"kind":"a"}}',
      SWEEP_PARAMS_FILE: "/p",
      SWEEP_PARAM_LR: "0.1",
      SWEEP_PARAM_MAX_DEPTH: "3",
      SWEEP_PARAM_NESTED_KIND: "a",
      SWEEP_OUTPUT_DIR: "/o",
      SWEEP_CHECKPOINT_DIR: "/c",
      SWEEP_METRICS_FILE: "/m",
    });
  });

  it("fails with the name of a secret that is not there", () => {
    const assignment = assignmentOf({ secrets: ["HERE", "WANDB_API_KEY"] });
    const build = () => attemptEnvironment({ assignment, paths, inherited: { HERE: "1" } });
    expect(build).toThrow(/lacks WANDB_API_KEY/);
  });

  it("leaves out what a variable cannot hold", () => {
    const assignment = assignmentOf({ params: { long: "x".repeat(200_000), nul: "a\0b", ok: 1 } });
    const variables = attemptEnvironment({ assignment, paths, inherited: {} });
    expect(variables).not.toHaveProperty("SWEEP_PARAM_LONG");
    expect(variables).not.toHaveProperty("SWEEP_PARAM_NUL");
    expect(variables).not.toHaveProperty("SWEEP_PARAMS");
    expect(variables.SWEEP_PARAM_OK).toBe("1");
  });

  it("reports parameters that would be the same variable", () => {
    const { collisions } = environmentNames(["a.b", "a-b", "A_B", "c"]);
    expect(collisions).toEqual([{ variable: "SWEEP_PARAM_A_B", parameters: ["a.b", "a-b", "A_B"] }]);
  });
});
