import type { Json, Parsed } from "../../../base/index.js";
import { refused } from "../../readers.js";
import { isObject } from "../../spaces/is-object.js";
import type { Sampler } from "../sampler.js";
import { type GridOptions, grid } from "./grid.js";
import { gridProblems } from "./steps.js";

/** Reads `{ steps: 5 }`, `{ steps: { learning_rate: 5 } }` or nothing. */
export function readGrid(written: Json): Parsed<Sampler> {
  const given = written ?? {};
  if (!isObject(given)) return refused("", `expected options as a mapping, got ${JSON.stringify(written)}`);
  const issues = gridProblems(given);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: grid(given as GridOptions) };
}
