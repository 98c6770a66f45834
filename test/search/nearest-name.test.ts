import { describe, expect, it } from "vitest";
import { nearestName } from "../../src/search/nearest-name.js";

describe("nearestName", () => {
  const names = ["uniform", "quniform", "loguniform", "log", "choice"];

  it.each([
    ["unifrom", "uniform"],
    ["Uniform", "uniform"],
    ["quniforn", "quniform"],
    ["loguniorm", "loguniform"],
    ["lgo", "log"],
    ["choices", "choice"],
  ])("%s is %s", (word, meant) => {
    expect(nearestName(word, names)).toBe(meant);
  });

  it.each(["betas", "kind", "", "xyz"])("%j is none of them", (word) => {
    expect(nearestName(word, names)).toBeNull();
  });
});
