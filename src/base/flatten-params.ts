import type { Json, JsonObject } from "./json.js";

/**
 * Parameters by their dotted names, `{ booster: { eta: 1 } }` as `{ "booster.eta": 1 }`: how they are named on a command
 * line, in the environment and in tracking. Arrays, null and scalars are leaves; empty objects vanish.
 */
export function flattenParams(params: JsonObject): Record<string, Json> {
  const flat: Record<string, Json> = {};
  collect(params, "", flat);
  return flat;
}

function collect(params: JsonObject, prefix: string, into: Record<string, Json>): void {
  for (const [name, value] of Object.entries(params)) {
    if (isJsonObject(value)) collect(value, `${prefix}${name}.`, into);
    else into[prefix + name] = value;
  }
}

function isJsonObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
