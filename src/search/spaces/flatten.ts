import type { Json, JsonObject } from "../../base/index.js";

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Nested objects become dotted names, `booster.rate_drop`; arrays, `null` and empty objects stay values. */
export function flattenParams(params: JsonObject): Record<string, Json> {
  const flat: Record<string, Json> = {};
  const visit = (value: Json, name: string): void => {
    const entries = isObject(value) ? Object.entries(value as JsonObject) : [];
    if (entries.length === 0) flat[name] = value;
    for (const [key, child] of entries) visit(child, `${name}.${key}`);
  };
  for (const [key, value] of Object.entries(params)) visit(value, key);
  return flat;
}
