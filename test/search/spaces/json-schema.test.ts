import { describe, expect, it } from "vitest";
import { spaceJsonSchema } from "../../../src/search/index.js";

type Schema = Readonly<Record<string, unknown>>;

describe("spaceJsonSchema", () => {
  const schema = spaceJsonSchema() as { $defs: { spaceValue: { anyOf: readonly Schema[] } } };
  const variants = schema.$defs.spaceValue.anyOf;
  const of = (name: string) =>
    variants.find((variant) => Array.isArray(variant.required) && variant.required[0] === name);

  it("has every distribution, int beside it and nothing else", () => {
    const names = variants.flatMap((variant) => (variant.required as readonly string[] | undefined) ?? []);
    expect(names.sort()).toEqual(
      // biome-ignore format: one name after the other
      ["choice", "log", "loguniform", "lognormal", "normal", "pchoice", "qlog", "qlognormal", "qloguniform", "qnormal", "quniform", "randint", "uniform", "uniformint"].sort(),
    );
    for (const name of names) {
      expect(of(name)).toMatchObject({ additionalProperties: false, properties: { int: { type: "boolean" } } });
    }
  });

  it("states arguments, their order and their limits", () => {
    expect(of("quniform")).toMatchObject({
      properties: {
        quniform: {
          minItems: 3,
          items: false,
          prefixItems: [
            { title: "low", type: "number" },
            { title: "high", type: "number" },
            { title: "q", type: "number", exclusiveMinimum: 0 },
          ],
        },
      },
    });
    expect(of("randint")).toMatchObject({ properties: { randint: { anyOf: [{ minItems: 1 }, { minItems: 2 }] } } });
  });

  it("is JSON", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
