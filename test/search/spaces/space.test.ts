import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, SweepError } from "../../../src/base/index.js";
import { compileSpace, hp, type Parameter, type SpaceValue, scope, type Values } from "../../../src/search/index.js";

const bounded = (make: (low: number, high: number) => Parameter<number>) =>
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 50 }))
    .map(([low, span]) => make(low, low + span));

const numbers: fc.Arbitrary<Parameter<number>> = fc.oneof(
  bounded((low, high) => hp.uniform(low, high)),
  bounded((low, high) => hp.uniformint(low, high)),
  bounded((low, high) => hp.randint(low, high)),
  bounded((low, high) => hp.quniform(low, high, (high - low) / 3)),
  bounded((low, high) => hp.quniform(low, high, 0.1)),
  bounded((low, high) => hp.loguniform(low / 10, high / 10)),
  bounded((low, high) => hp.normal(low, high - low)),
  bounded((low, high) => hp.qnormal(low, high - low, 0.5)),
  bounded((low) => hp.lognormal(low / 10, 1)),
  bounded((low) => hp.qlognormal(low / 10, 1, 0.25)),
);

// Constants come first, so that no two options of a choice are alike.
const { space: anySpace } = fc.letrec<{ space: Record<string, SpaceValue>; value: SpaceValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    numbers,
    numbers.map((parameter) => scope.int(parameter)),
    fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer()),
    fc.array(tie("value"), { maxLength: 2 }),
    tie("space"),
    fc
      .array(tie("value"), { minLength: 1, maxLength: 3 })
      .map((options) => hp.choice(options.map((option, index) => ({ option: index, inner: option })))),
  ),
  space: fc
    .dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), { minKeys: 1, maxKeys: 3 })
    .map((entries) => ({ always: 1, ...entries })),
}));

const sampled = fc.tuple(anySpace, fc.integer()).map(([definition, seed]) => {
  const space = compileSpace(definition);
  return { space, values: space.sample(createRandom(seed)) };
});

describe("any space", () => {
  it("draws points that it accepts", () => {
    fc.assert(
      fc.property(sampled, ({ space, values }) => {
        expect(space.validate(values)).toEqual([]);
      }),
    );
  });

  it("leads from params back to values that have the same params", () => {
    fc.assert(
      fc.property(sampled, ({ space, values }) => {
        const params = space.paramsOf(values);
        const found = space.valuesOf(params);
        expect(space.validate(found)).toEqual([]);
        expect(space.paramsOf(found)).toEqual(params);
      }),
    );
  });

  it("keeps its params through JSON", () => {
    fc.assert(
      fc.property(sampled, ({ space, values }) => {
        const params = space.paramsOf(values);
        expect(JSON.parse(JSON.stringify(params))).toEqual(params);
      }),
    );
  });

  it("finds the very values again when nothing is cut to an integer", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "c"), numbers, { minKeys: 1 }),
        fc.integer(),
        (definition, seed) => {
          const space = compileSpace(definition);
          const values = space.sample(createRandom(seed));
          expect(space.valuesOf(space.paramsOf(values))).toEqual(values);
        },
      ),
    );
  });
});

const model = compileSpace({
  depth: scope.int(hp.quniform("depth", 2, 8, 1)),
  booster: hp.choice("booster", [{ kind: "gbtree" }, { kind: "dart", drop: hp.uniform("drop", 0, 0.5) }]),
  objective: "squared",
});

function refusal(call: () => unknown): SweepError {
  try {
    call();
  } catch (error) {
    if (error instanceof SweepError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("valuesOf", () => {
  it("finds options by what they contain; constants may be left out", () => {
    expect(model.valuesOf({ depth: 3, booster: { kind: "dart", drop: 0.1 } })).toEqual({
      depth: 3,
      booster: 1,
      drop: 0.1,
    });
    expect(model.valuesOf({ depth: 3, booster: { kind: "gbtree" }, objective: "squared" })).toEqual({
      depth: 3,
      booster: 0,
    });
  });

  it.each<[object, string, string]>([
    [{ booster: { kind: "gbtree" } }, "depth", "expected a multiple of 1 in [2, 8], cut to an integer, got nothing"],
    [
      { depth: 9, booster: { kind: "gbtree" } },
      "depth",
      "expected a multiple of 1 in [2, 8], cut to an integer, got 9",
    ],
    [
      { depth: "3", booster: { kind: "gbtree" } },
      "depth",
      'expected a multiple of 1 in [2, 8], cut to an integer, got "3"',
    ],
    [{ depth: 3, booster: { kind: "dart", drop: 0.6 } }, "booster.drop", "expected a number in [0, 0.5], got 0.6"],
    [
      { depth: 3, booster: { kind: "dart", drop: Number.NaN } },
      "booster.drop",
      "expected a number in [0, 0.5], got NaN",
    ],
    [{ depth: 3, booster: "gbtree" }, "booster", 'expected one of the options, got "gbtree"'],
    [{ depth: 3, booster: { kind: "gbtree" }, objective: "log" }, "objective", 'expected "squared", got "log"'],
    [
      { depth: 3, dept: 3, booster: { kind: "gbtree" } },
      "dept",
      'the space has no such parameter; did you mean "depth"?',
    ],
  ])("names what does not fit: %j", (params, path, message) => {
    const error = refusal(() => model.valuesOf(params));
    expect(error.code).toBe("bad-space");
    expect(error.issues).toEqual([{ path, message }]);
  });

  it("lists constants to choose from", () => {
    const error = refusal(() => compileSpace({ k: hp.choice(["a", "b"]) }).valuesOf({ k: "c" }));
    expect(error.message).toBe('the params: k: expected one of "a", "b", got "c"');
  });

  it("refuses two values for one shared parameter", () => {
    const shared = hp.uniform("s", 0, 1);
    const error = refusal(() => compileSpace({ a: shared, b: shared }).valuesOf({ a: 0.1, b: 0.2 }));
    expect(error.message).toMatch(/shared parameter "s" has two values, 0.1 and 0.2/);
  });

  it("takes decimals as they are written or as they are computed", () => {
    const space = compileSpace({ x: hp.quniform(0, 1, 0.1) });
    expect(space.valuesOf({ x: 0.1 + 0.2 })).toEqual({ x: 0.3 });
  });
});

describe("validate", () => {
  it.each<[Values, string, string]>([
    [{ depth: 3 }, "booster", "expected an option number from 0 to 1, got nothing"],
    [{ depth: 3, booster: 0, drop: 0.1 }, "drop", "has a value, but is not active at this point"],
    [{ depth: 3, booster: 1 }, "drop", "expected a number in [0, 0.5], got nothing"],
    [{ depth: 2.5, booster: 0 }, "depth", "expected a multiple of 1 in [2, 8], got 2.5"],
    [{ depth: 3, booster: 2 }, "booster", "expected an option number from 0 to 1, got 2"],
    [{ depth: Number.NaN, booster: 0 }, "depth", "expected a multiple of 1 in [2, 8], got NaN"],
    [{ depth: 3, booster: 0, other: 1 }, "other", "the space has no parameter with this label"],
  ])("%j", (values, path, message) => {
    expect(model.validate(values)).toEqual([{ path, message }]);
  });
});

describe("points", () => {
  it("lists every point of a finite space once", () => {
    const space = compileSpace({ a: hp.randint(2), b: hp.choice(["x", { c: hp.quniform(0, 1, 0.5) }]) });
    const points = [...space.points()].map((values) => space.paramsOf(values));
    expect(space.isFinite).toBe(true);
    expect(points).toHaveLength(8);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(8);
    expect(points).toContainEqual({ a: 1, b: { c: 0.5 } });
  });

  it("knows spaces without an end", () => {
    expect(model.isFinite).toBe(false);
    expect(compileSpace({ x: hp.qnormal(0, 1, 1) }).isFinite).toBe(false);
  });
});
