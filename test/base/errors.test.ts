import { describe, expect, it } from "vitest";
import { messageOf, SweepError } from "../../src/base/index.js";

describe("SweepError", () => {
  it("carries code, message, cause and issues", () => {
    const cause = new Error("disk");
    const issue = { path: "space.x", message: "wrong" };
    const error = new SweepError("bad-space-file", "cannot read", { cause, issues: [issue] });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "SweepError", code: "bad-space-file", message: "cannot read", cause });
    expect(error.issues).toEqual([issue]);
  });

  it("has no cause and no issues when none were given", () => {
    const error = new SweepError("not-found", "no such sweep");
    expect("cause" in error).toBe(false);
    expect(error.issues).toEqual([]);
  });
});

describe("messageOf", () => {
  it("reads errors and anything else that was thrown", () => {
    expect(messageOf(new Error("broken"))).toBe("broken");
    expect(messageOf("broken")).toBe("broken");
    expect(messageOf(undefined)).toBe("undefined");
  });
});
