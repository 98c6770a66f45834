import { flattenParams, type Json, type JsonObject } from "../../base/index.js";
import { short } from "./numbers.js";

/** A value as the table shows it: short numbers, bare text, the rest as JSON. */
export function shownValue(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return short(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Dotted names of all parameters that differ between these sets, in the order they first appear. */
export function varyingNames(sets: readonly JsonObject[]): readonly string[] {
  const flat = sets.map(flattenParams);
  const names = [...new Set(flat.flatMap(Object.keys))];
  if (flat.length < 2) return names;
  return names.filter((name) => new Set(flat.map((params) => JSON.stringify(params[name]))).size > 1);
}
