import type { Json, JsonObject } from "../../base/index.js";
import { distributionNames, numericKinds } from "../distributions/catalogue.js";
import type { Argument, DistributionKind } from "../distributions/kind.js";

const VALUE = { $ref: "#/$defs/spaceValue" };
const INT = { type: "boolean", description: "makes the value an integer everywhere" };

/**
 * JSON Schema (2020-12) of the `space:` mapping, from the same declarations that `parseSpace` checks by. References point to
 * `#/$defs/…`: whoever embeds the schema moves its `$defs` to the document's root.
 */
export function spaceJsonSchema(): JsonObject {
  const numeric = Object.values(numericKinds).map((kind) => distribution(kind.name, kind.about, argumentLists(kind)));
  return {
    description: "parameters to search, constants, and nested mappings of them",
    type: "object",
    minProperties: 1,
    additionalProperties: VALUE,
    $defs: {
      spaceValue: {
        anyOf: [
          ...numeric,
          distribution("choice", "one of these options, all alike", { type: "array", minItems: 1, items: VALUE }),
          distribution("pchoice", "one of these options, each with its probability", pchoiceList()),
          { description: "a constant", type: ["string", "number", "boolean", "null"] },
          { description: "a list", type: "array", items: VALUE },
          nested(),
        ],
      },
    },
  };
}

function distribution(name: string, about: string, value: JsonObject): JsonObject {
  return {
    description: about,
    type: "object",
    required: [name],
    properties: { [name]: { description: about, ...value }, int: INT },
    additionalProperties: false,
  };
}

function argumentLists(kind: DistributionKind): JsonObject {
  const [only, ...others] = kind.forms.map(argumentList);
  return only !== undefined && others.length === 0 ? only : { anyOf: kind.forms.map(argumentList) };
}

function argumentList(form: readonly Argument[]): JsonObject {
  return { type: "array", prefixItems: form.map(argument), items: false, minItems: form.length };
}

function argument({ name, about, positive, integer }: Argument): Json {
  const limit = positive === true ? { exclusiveMinimum: 0 } : {};
  return { title: name, description: about, type: integer === true ? "integer" : "number", ...limit };
}

function pchoiceList(): JsonObject {
  const probability = { title: "probability", type: "number", minimum: 0, maximum: 1 };
  const pair = { type: "array", prefixItems: [probability, VALUE], items: false, minItems: 2 };
  return { type: "array", minItems: 1, items: pair };
}

function nested(): JsonObject {
  return {
    description: "parameters of a nested mapping",
    type: "object",
    propertyNames: { not: { enum: distributionNames } },
    additionalProperties: VALUE,
  };
}
