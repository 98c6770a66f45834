import { describe, expect, it } from "vitest";
import { SweepError } from "../../../src/base/index.js";
import { compileSpace, hp, type SpaceDefinition, scope, spaceEval } from "../../../src/search/index.js";

function issuesOf(definition: unknown): readonly { path: string; message: string }[] {
  try {
    compileSpace(definition as SpaceDefinition);
  } catch (error) {
    if (error instanceof SweepError && error.code === "bad-space") return error.issues;
    throw error;
  }
  return [];
}

describe("compileSpace", () => {
  it("names nested parameters by their path, and lists choices before what they lead to", () => {
    const space = compileSpace({
      model: hp.choice([{ kind: "line" }, { kind: "net", inner: { rate: hp.uniform(0, 1) }, layers: [hp.randint(3)] }]),
      x: hp.uniform(0, 1),
    });
    expect(space.labels).toEqual(["model", "x", "model.inner.rate", "model.layers.0"]);
  });

  it("lists every dotted name that can occur, constants too", () => {
    const space = compileSpace({
      model: hp.choice([
        null,
        { kind: "line" },
        { kind: "net", inner: { rate: hp.uniform(0, 1) }, layers: [hp.randint(3)] },
      ]),
      seed: 42,
    });
    expect(space.parameterNames()).toEqual(["model", "model.kind", "model.inner.rate", "model.layers", "seed"]);
  });

  it("tells options apart that use the same name", () => {
    const space = compileSpace({ m: hp.choice([{ rate: hp.uniform(0, 1) }, { rate: hp.uniform(5, 6) }]) });
    expect(space.labels).toEqual(["m", "m.rate", "m.1.rate"]);
    expect(space.paramsOf({ m: 1, "m.1.rate": 5.5 })).toEqual({ m: { rate: 5.5 } });
    expect(space.parameterNames()).toEqual(["m.rate"]);
  });

  it("draws a parameter once that stands in several places", () => {
    const shared = hp.quniform("shared", 0, 10, 0.5);
    const space = compileSpace({ a: shared, b: scope.int(shared), c: [shared] });
    expect(space.labels).toEqual(["shared"]);
    expect(space.paramsOf({ shared: 2.5 })).toEqual({ a: 2.5, b: 2, c: [2.5] });
  });

  it("makes a shared parameter active when any place of it is", () => {
    const shared = hp.uniform("shared", 0, 1);
    const space = compileSpace({ a: hp.choice([{ s: shared }, { t: 1 }]), b: hp.choice([{ s: shared }, { t: 1 }]) });
    expect(space.validate({ a: 1, b: 0, shared: 0.5 })).toEqual([]);
    expect(space.validate({ a: 1, b: 1, shared: 0.5 })).toHaveLength(1);
    expect(space.validate({ a: 0, b: 1 })).toHaveLength(1);
  });

  it("puts a shared choice behind everything that leads to it", () => {
    const inner = hp.choice("inner", [{ x: hp.uniform("x", 0, 1) }, { y: 1 }]);
    const space = compileSpace({ first: inner, outer: hp.choice("outer", [{ again: inner }, { z: 1 }]) });
    for (const [index, { activeWhen }] of space.parameters.entries()) {
      for (const { parameter } of activeWhen ?? []) expect(parameter).toBeLessThan(index);
    }
  });

  it("takes a choice between whole spaces", () => {
    const space = compileSpace(hp.choice("model", [{ kind: "tree", depth: hp.randint("depth", 5) }, { kind: "line" }]));
    expect(space.paramsOf({ model: 0, depth: 3 })).toEqual({ kind: "tree", depth: 3 });
    expect(space.parameterNames()).toEqual(["kind", "depth"]);
  });

  it("returns a compiled space as it is", () => {
    const space = compileSpace({ x: hp.uniform(0, 1) });
    expect(compileSpace(space)).toBe(space);
  });

  it("gives the objective objects of its own", () => {
    const space = compileSpace({ list: [1, 2], nested: { a: 1 }, x: hp.uniform(0, 1) });
    const params: { list: number[] } = space.paramsOf({ x: 0.5 });
    params.list.push(3);
    expect(space.paramsOf({ x: 0.5 })).toEqual({ list: [1, 2], nested: { a: 1 }, x: 0.5 });
  });

  const circular: Record<string, unknown> = { x: hp.uniform(0, 1) };
  circular.again = { deeper: circular };

  it.each<[string, unknown, string, RegExp]>([
    ["nothing in it", {}, "", /empty/],
    ["a label twice", { a: hp.uniform("x", 0, 1), b: hp.uniform("x", 0, 1) }, "b", /label "x" belongs to another/],
    [
      "a choice with the label of a parameter inside it",
      { a: hp.choice("x", [{ b: hp.uniform("x", 0, 1) }, { c: 1 }]) },
      "a.0.b",
      /label "x"/,
    ],
    ["an empty label", { a: hp.uniform("", 0, 1) }, "a", /can not be a label/],
    ["itself", circular, "again.deeper", /contains itself/],
    ["a function", { f: () => 1 }, "f", /a value of type function can not be part of a space/],
    ["undefined", { f: undefined }, "f", /type undefined/],
    ["NaN", { nested: [Number.NaN] }, "nested.0", /the number NaN/],
    ["a class instance", { d: new Date(0) }, "d", /a Date can not/],
    ["an empty name", { "": 1 }, "", /can not be a name/],
    ["a name that is special", JSON.parse('{"__proto__": 1}'), "__proto__", /can not be a name/],
    [
      "two ways to one dotted name",
      { "a.b": 1, a: { b: hp.uniform(0, 1) } },
      "a.b",
      /two parameters have the dotted name "a.b"/,
    ],
    ["a number alone", hp.uniform("x", 0, 1), "", /an object of parameters/],
    ["an array", [hp.uniform("x", 0, 1)], "", /an object of parameters/],
    ["null", null, "", /an object of parameters/],
  ])("refuses %s", (_, definition, path, message) => {
    const [issue, ...others] = issuesOf(definition);
    expect(issue?.path).toBe(path);
    expect(issue?.message).toMatch(message);
    expect(others).toEqual([]);
  });

  it("names all issues at once", () => {
    expect(issuesOf({ a: () => 1, b: Symbol("s"), c: { d: Number.NaN } })).toHaveLength(3);
  });
});

describe("spaceEval", () => {
  const space = {
    depth: scope.int(hp.quniform("d", 2, 8, 1)),
    kind: hp.choice("k", ["a", { b: hp.uniform("u", 0, 1) }]),
    seed: 1,
  };

  it("turns drawn values into what the objective sees, and ignores labels of others", () => {
    expect(spaceEval(space, { d: 3, k: 0, other: 9 })).toEqual({ depth: 3, kind: "a", seed: 1 });
    expect(spaceEval(space, { d: 3, k: 1, u: 0.25 })).toEqual({ depth: 3, kind: { b: 0.25 }, seed: 1 });
  });

  it("names a value that is missing, or an option that there is not", () => {
    expect(() => spaceEval(space, { k: 0 })).toThrow('parameter "d" is active but has no value');
    expect(() => spaceEval(space, { d: 3, k: 7 })).toThrow('parameter "k" has no option 7');
  });
});
