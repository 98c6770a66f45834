import { describe, expect, it } from "vitest";
import { SweepError } from "../../../src/base/index.js";
import { compileSpace, hp, scope } from "../../../src/search/index.js";

/** The message of the SweepError that a call throws. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof SweepError && error.code === "bad-space") return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("hp", () => {
  it("takes a label first, or takes the key for it", () => {
    expect(compileSpace({ x: hp.uniform("label", 0, 1), y: hp.uniform(0, 1) }).labels).toEqual(["label", "y"]);
  });

  it.each<[string, () => unknown]>([
    ['hp.uniform("x"): low must be less than high, got [1, 0]', () => hp.uniform("x", 1, 0)],
    ["hp.uniform: low must be less than high, got [0, 0]", () => hp.uniform(0, 0)],
    ['hp.quniform("x"): q must be greater than 0, got 0', () => hp.quniform("x", 0, 1, 0)],
    ['hp.lognormal("x"): sigma must be greater than 0, got 0', () => hp.lognormal("x", 0, 0)],
    ['hp.log("x"): low must be greater than 0, got -1', () => hp.log("x", -1, 1)],
    ['hp.randint("x"): low must be less than high, got [5, 5]', () => hp.randint("x", 5, 5)],
    ['hp.choice("x"): choice needs at least one option, got an empty list', () => hp.choice("x", [])],
    [
      'hp.pchoice("x"): probabilities must sum to 1, got 1.8',
      () =>
        hp.pchoice("x", [
          [0.9, 1],
          [0.9, 2],
        ]),
    ],
    [
      'hp.pchoice("x"): probability of option 1 must be a number in [0, 1], got -0.5',
      () =>
        hp.pchoice("x", [
          [0.5, 1],
          [-0.5, 2],
        ]),
    ],
  ])("%s", (message, call) => {
    expect(refusal(call)).toBe(message);
  });

  it("refuses arguments that only a program without types can pass", () => {
    const uniform = hp.uniform as (...values: unknown[]) => unknown;
    expect(refusal(() => uniform("x", "0", 1))).toBe('hp.uniform("x"): low must be a finite number, got "0"');
    expect(refusal(() => uniform("x", 1))).toBe('hp.uniform("x"): uniform takes [low, high], got 1 value');
    const choice = hp.choice as (...values: unknown[]) => unknown;
    expect(refusal(() => choice("x", 5))).toBe('hp.choice("x"): choice takes a list of options, got 5');
    const int = scope.int as (value: unknown) => unknown;
    expect(refusal(() => int(5))).toBe("scope.int takes a parameter whose values are all numbers");
    expect(refusal(() => int(hp.choice(["a"])))).toBe("scope.int takes a parameter whose values are all numbers");
  });

  it("accepts probabilities that sum to 1 up to rounding", () => {
    expect(() =>
      hp.pchoice([
        [0.1, 1],
        [0.2, 2],
        [0.7, 3],
      ]),
    ).not.toThrow();
  });
});

describe("scope", () => {
  it("cuts what the objective sees, and leaves the drawn value", () => {
    const space = compileSpace({ a: scope.int(hp.uniform(-3, 3)), b: scope.float(hp.uniform(0, 1)) });
    expect(space.paramsOf({ a: 2.9, b: 0.5 })).toEqual({ a: 2, b: 0.5 });
    expect(Object.is(space.paramsOf({ a: -0.4, b: 0.5 }).a, 0)).toBe(true);
  });

  it("cuts numeric options too", () => {
    const space = compileSpace({ a: scope.int(hp.choice([1.5, 2.5])) });
    expect(space.paramsOf({ a: 1 })).toEqual({ a: 2 });
  });
});
