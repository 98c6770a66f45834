import { describe, expect, it } from "vitest";
import { newRunId, newSweepId, newWorkerId } from "../../src/base/index.js";

describe("ids", () => {
  it("makes run ids as MLflow clients expect them", () => {
    expect(newRunId()).toMatch(/^[0-9a-f]{32}$/);
  });

  it("makes sweep ids of 8 characters that cannot be misread", () => {
    expect(newSweepId()).toMatch(/^[2-9b-df-hjkmnp-tv-xz]{8}$/);
  });

  it("names workers after host and process, never twice the same", () => {
    const name = newWorkerId("box", 17);
    expect(name).toMatch(/^box-17-[0-9a-f]{6}$/);
    expect(newWorkerId("box", 17)).not.toBe(name);
  });
});
