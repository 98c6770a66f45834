import { describe, expectTypeOf, it } from "vitest";
import type { Json, JsonObject } from "../../../src/base/index.js";
import {
  compileSpace,
  hp,
  type ParamsOf,
  parseSpace,
  type Space,
  type SpaceDefinition,
  Study,
  scope,
} from "../../../src/search/index.js";

describe("ParamsOf", () => {
  it("infers numbers, constants and nested objects", () => {
    const definition = {
      depth: scope.int(hp.quniform("depth", 2, 8, 1)),
      rate: hp.loguniform(-5, 0),
      nested: { momentum: hp.uniform(0, 1), name: "sgd" as const },
      seed: 42,
    };
    const params = compileSpace(definition).paramsOf({ depth: 2, rate: 0.1, "nested.momentum": 0.5 });
    expectTypeOf(params.depth).toEqualTypeOf<number>();
    expectTypeOf(params.rate).toEqualTypeOf<number>();
    expectTypeOf(params.nested).toEqualTypeOf<{ momentum: number; name: "sgd" }>();
    expectTypeOf(params.seed).toExtend<number>();
  });

  it("infers a discriminated union from nested choices", () => {
    const definition = {
      booster: hp.choice("booster", [
        { kind: "gbtree" },
        {
          kind: "dart",
          drop: hp.uniform("drop", 0, 0.5),
          mode: hp.pchoice([
            [0.5, "one"],
            [0.5, { skip: hp.randint(3) }],
          ]),
        },
      ]),
    };
    type Booster = ParamsOf<typeof definition>["booster"];
    expectTypeOf<Booster>().toEqualTypeOf<
      { kind: "gbtree" } | { kind: "dart"; drop: number; mode: "one" | { skip: number } }
    >();
    const drop = (booster: Booster) => (booster.kind === "dart" ? booster.drop : null);
    expectTypeOf(drop).returns.toEqualTypeOf<number | null>();
  });

  it("infers the union of a choice between whole spaces", () => {
    const definition = hp.choice("model", [{ kind: "tree", depth: hp.randint(5) }, { kind: "line" }]);
    expectTypeOf<ParamsOf<typeof definition>>().toEqualTypeOf<{ kind: "tree"; depth: number } | { kind: "line" }>();
  });

  it("keeps the shape of arrays", () => {
    const definition = { layers: [hp.randint(5), "relu"] as const };
    expectTypeOf<ParamsOf<typeof definition>>().toEqualTypeOf<{ layers: [number, "relu"] }>();
  });

  it("is any JSON for a space that is only known to be one", () => {
    expectTypeOf<ParamsOf<Space>>().toEqualTypeOf<JsonObject>();
    expectTypeOf<ParamsOf<SpaceDefinition>>().toEqualTypeOf<object | { [key: string]: Json }>();
  });

  it("reaches ask, tell, add, enqueue and best of a study", () => {
    const study = new Study({ space: { x: hp.uniform(0, 1), kind: hp.choice(["a", "b"]) } });
    expectTypeOf(study.ask()?.params).toEqualTypeOf<{ x: number; kind: "a" | "b" } | undefined>();
    expectTypeOf(study.best?.params.kind).toEqualTypeOf<"a" | "b" | undefined>();
    expectTypeOf(study.enqueue).parameter(0).toEqualTypeOf<{ x: number; kind: "a" | "b" }>();
    const parsed = parseSpace({ x: { uniform: [0, 1] } });
    if (!parsed.ok) return;
    expectTypeOf(new Study({ space: parsed.value }).ask()?.params).toEqualTypeOf<JsonObject | undefined>();
  });

  it("refuses what cannot be a parameter", () => {
    // @ts-expect-error a label, two bounds, and nothing else
    expectTypeOf(() => hp.uniform("x", 0, 1, 2));
    // @ts-expect-error only numbers can become integers
    expectTypeOf(() => scope.int(hp.choice(["a", "b"])));
  });
});
