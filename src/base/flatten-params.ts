import type { Json, JsonObject } from "./json.js";

/**
 * Parameters by their dotted names, `{ booster: { eta: 1 } }` as `{ "booster.eta": 1 }`: how they are named on a command
 * line, in the environment and in tracking. Arrays, null and scalars are leaves; empty objects vanish. Any depth will do.
 */
export function flattenParams(params: JsonObject): Record<string, Json> {
  const flat: Record<string, Json> = {};
  // A stack of its own, the next entry last: nesting comes from outside and could exhaust the program's.
  const waiting = Object.entries(params).reverse();
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const [name, value] = entry;
    if (!isJsonObject(value)) flat[name] = value;
    else for (const [part, below] of Object.entries(value).reverse()) waiting.push([`${name}.${part}`, below]);
  }
  return flat;
}

function isJsonObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
